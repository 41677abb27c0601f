/** One page of a book set right by hand, with the real steps: what depends on its picture is made again, and nothing else. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compose, type Services } from "../../cli/compose.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { configSchema } from "../../config/schema.ts";
import { answerGate } from "../../pipeline/answer-gate.ts";
import type { Role } from "../../pipeline/artifact.ts";
import { cleanupReportSchema } from "../../pipeline/cleanup-report.ts";
import { pictureTreatment } from "../../stages/picture-treatment.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

const BATCH = "HN.khung";
const FRAME = { x: 60, y: 80, width: 320, height: 480 };
const PATIENCE_MS = 600_000;
/** Roles that say what a page looks and reads like. */
const OF_PAGE: readonly Role[] = [
  "image/clean",
  "image/text",
  "report/cleanup",
  "layout/columns",
  "text/machine",
  "image/access",
];

let home: string;
let remove: () => Promise<void>;
let services: Services;
let [page, other]: readonly string[] = [];

const work = () => sohoa(["add", join(home, BATCH), "--wait", "--json", "--home", home]);

async function wish(value: object): Promise<void> {
  const master = (await services.ledger.current(page ?? "", "image/master"))?.digest;
  const answer = { gate: pictureTreatment, itemId: BATCH, subject: page ?? "", agent: "lan", value: { v: 1, master, ...value } };
  await answerGate(services, [answer]);
  expect((await work()).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
}

async function digestsOf(subject = ""): Promise<Readonly<Record<string, string>>> {
  const rows = await services.ledger.currentOf([subject]);
  return Object.fromEntries(
    rows.filter(({ role }) => OF_PAGE.includes(role)).map(({ role, artifact }) => [role, artifact.digest]),
  );
}

/** How often steps made something of a subject. */
async function madeOf(subject = ""): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { outcome, stage } of await services.ledger.eventsOf(subject))
    if (outcome === "made") counts[stage] = (counts[stage] ?? 0) + 1;
  return counts;
}

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  await makeSampleBook(join(home, BATCH), { pages: 2, width: 500, height: 700 });
  expect((await work()).exit).toBe(0);
  services = await compose(configSchema.parse({ home }));
  [page, other] = (await services.ledger.pages(BATCH)).map(({ id }) => id);
}, PATIENCE_MS);
afterAll(async () => {
  await services?.close();
  await remove?.();
});

describe("a page whose rectangle a person drew", () => {
  let first: Readonly<Record<string, string>>;
  let others: Readonly<Record<string, number>>;

  test(
    "is cleaned, laid out and read anew, and its book bound anew; the other page is left alone",
    async () => {
      [first, others] = [await digestsOf(page), await madeOf(other)];
      const item = await madeOf(BATCH);
      await wish({ kind: "framed", frame: FRAME });
      const now = await digestsOf(page);
      for (const role of OF_PAGE) expect(now[role], role).not.toBe(first[role]);
      const report = cleanupReportSchema.parse(
        JSON.parse(await readFile(await services.cache.file(now["report/cleanup"] ?? ""), "utf8")),
      );
      expect(report.treatment).toBe("framed");
      expect(await madeOf(page)).toMatchObject({ inspect: 1, "image-cleanup": 2, layout: 2, ocr: 2, "access-image": 2 });
      expect(await madeOf(other)).toEqual(others);
      const bound = await madeOf(BATCH);
      for (const stage of ["pdf", "iiif-manifest", "archive", "publish"])
        expect(bound[stage], stage).toBe((item[stage] ?? 0) + 1);
      // What was made before is kept.
      for (const digest of Object.values(first)) expect(await services.store.stat(digest)).toBeDefined();
    },
    PATIENCE_MS,
  );

  test(
    "is as it was when the wish is taken back: cleaned once more to the same bytes, and nothing behind that is made again",
    async () => {
      const before = await madeOf(page);
      await wish({ kind: "measured" });
      expect(await digestsOf(page)).toEqual(first);
      expect(await madeOf(page)).toEqual({ ...before, "image-cleanup": 3 });
      expect(await madeOf(other)).toEqual(others);
    },
    PATIENCE_MS,
  );

  test(
    "wished again in the same way, is recalled without any work, and the house is in order",
    async () => {
      const before = await madeOf(page);
      await wish({ kind: "framed", frame: FRAME });
      expect(await madeOf(page)).toEqual(before);
      expect((await digestsOf(page))["image/clean"]).not.toBe(first["image/clean"]);
      const told = (await services.ledger.eventsOf(page ?? "")).filter(({ outcome }) => outcome === "answered");
      expect(told.map(({ stage, agent }) => [stage, agent])).toEqual(Array(3).fill(["picture-treatment", "lan"]));
      expect((await sohoa(["fsck", "--no-grace", "--json", "--home", home])).envelope.ok).toBe(true);
    },
    PATIENCE_MS,
  );
});
