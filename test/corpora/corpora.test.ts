/**
 * Malformed pictures: each file ends in exactly one state with a code from our table, and the worker's child lives on.
 * Built-in: mutations of drawn pages (SOHOA_CORPUS_SEED repeats a run, SOHOA_CORPUS_FILES says how many).
 * From outside: SOHOA_CORPUS names a folder, walked with all its folders; SOHOA_CORPUS_REPORT keeps a table of all ends.
 */
import { appendFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { mkdir, opendir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { Messages } from "../../cli/messages.ts";
import { drawnPage, seeded } from "../fixtures/drawn-page.ts";
import { soundImages } from "../fixtures/sound-images.ts";
import { MUTATIONS } from "./mutations.ts";
import { type End, MOST_MIB, MOST_SECONDS, showFiles } from "./show-files.ts";

const seed = Number(process.env["SOHOA_CORPUS_SEED"] ?? Date.now() % 1_000_000);
const count = Number(process.env["SOHOA_CORPUS_FILES"] ?? 96);
const corpus = process.env["SOHOA_CORPUS"];
const report = process.env["SOHOA_CORPUS_REPORT"];
const HOUR_MS = 3_600_000;
const REASONS_OF_SKIPPING = ["not-an-image"];

const root = realpathSync(mkdtempSync(join(tmpdir(), "sohoa-corpora-")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function freshFolder(name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  return folder;
}

async function* mutants(folder: string): AsyncGenerator<string> {
  const random = seeded(seed);
  const { raster } = drawnPage({ seed: 7, width: 900, height: 1200 });
  const { width, height, channels, pixels } = raster;
  const drawn = sharp(pixels, { raw: { width, height, channels } }).withMetadata({ density: 300 });
  const sound = [
    ...(await soundImages()),
    ["drawn.jpg", await drawn.clone().jpeg().toBuffer()],
    ["drawn.tif", await drawn.clone().tiff({ compression: "lzw" }).toBuffer()],
    ["drawn.png", await drawn.clone().png().toBuffer()],
  ] as const;
  const kinds = Object.entries(MUTATIONS);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  for (let number = 0; number < count; number += 1) {
    const [kind, mutate] = kinds[number % kinds.length] as (typeof kinds)[number];
    const [name, bytes] = pick(sound);
    const path = join(folder, `${number}-${kind}-${name.replaceAll(/[^\w.]+/g, "-")}`);
    await writeFile(path, mutate(bytes, random, pick(sound)[1]));
    yield path;
  }
}

async function* filesUnder(folder: string): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== ".git") yield* filesUnder(path);
    if (entry.isFile()) yield path;
  }
}

/** All ends, and the complaints about those that no file may have. */
async function show(paths: AsyncIterable<string>, folder: string): Promise<readonly End[]> {
  const ends: End[] = [];
  for await (const end of showFiles(paths, folder)) {
    ends.push(end);
    if (report)
      appendFileSync(report, `${[end.state, end.codes.join(" "), end.seconds.toFixed(2), end.peakMiB, end.path].join("\t")}\n`);
  }
  const kinds = [...new Set(ends.map(({ state }) => state))];
  const states = kinds.map((kind) => `${ends.filter(({ state }) => state === kind).length} ${kind}`);
  const worst = [Math.max(...ends.map((end) => end.seconds)).toFixed(1), Math.max(...ends.map((end) => end.peakMiB))];
  process.stdout.write(`${ends.length} files: ${states.join(", ")}; longest ${worst[0]} s, child at most ${worst[1]} MiB\n`);
  return ends;
}

function complaints(ends: readonly End[]): readonly End[] {
  const [vi, en] = [new Messages("vi"), new Messages("en")];
  const isTold = (code: string) =>
    REASONS_OF_SKIPPING.includes(code) || [vi, en].every((each) => each.failure(code, {}).advice.length > 8);
  return ends.filter(
    ({ state, codes, seconds, peakMiB }) =>
      state === "lost" ||
      seconds > MOST_SECONDS ||
      peakMiB > MOST_MIB ||
      (state !== "inspected" && codes.length === 0) ||
      !codes.every(isTold),
  );
}

describe("malformed pictures", () => {
  test(
    `made of drawn pages (SOHOA_CORPUS_SEED=${seed}) end in one state each, and the child lives on`,
    async () => {
      const pictures = await freshFolder("mutants");
      const ends = await show(mutants(pictures), await freshFolder("child"));
      expect(ends).toHaveLength(count);
      expect(complaints(ends), `SOHOA_CORPUS_SEED=${seed}`).toEqual([]);
      // Damage that nobody notices would say nothing, and so would a child that refuses whatever it sees.
      expect(ends.filter(({ state }) => state === "refused").length).toBeGreaterThan(count / 10);
      expect(ends.filter(({ state }) => state.startsWith("inspected")).length).toBeGreaterThan(0);
    },
    HOUR_MS,
  );

  test("are told apart from a file that no child survives", async () => {
    const good = join(root, "good.png");
    await writeFile(
      good,
      await sharp({ create: { width: 64, height: 64, channels: 3, background: "#888" } })
        .png()
        .toBuffer(),
    );
    const [end] = await show(
      (async function* () {
        yield good;
      })(),
      await freshFolder("control"),
    );
    expect(complaints(end ? [end] : [])).toEqual([]);
    expect(complaints(end ? [{ ...end, state: "lost", codes: ["STAGE-CRASH"] }] : [])).toHaveLength(1);
    expect(complaints(end ? [{ ...end, peakMiB: MOST_MIB + 1 }] : [])).toHaveLength(1);
    expect(complaints(end ? [{ ...end, state: "refused", codes: ["NO-SUCH-CODE"] }] : [])).toHaveLength(1);
  });

  test.skipIf(!corpus)(
    `of the folder in SOHOA_CORPUS (${corpus ?? "not set: skipped"}) end in one state each, and the child lives on`,
    async () => {
      const ends = await show(filesUnder(resolve(corpus ?? ".")), await freshFolder("outside"));
      expect(ends.length).toBeGreaterThan(0);
      expect(complaints(ends)).toEqual([]);
    },
    24 * HOUR_MS,
  );
});
