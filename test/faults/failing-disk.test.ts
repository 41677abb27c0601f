/** F22, F23: any single call to the disk may fail, for lack of room or by a fault of the disk. Failures are planted by strace. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { seededRandom } from "../../cli/sample/random.ts";
import { commandLine, environment, sohoa } from "../fixtures/command-line.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE, rounds, tell } from "./figure.ts";
import { runProcess } from "./house/run-process.ts";
import { batchOf, expectedOutcome, outcomeOf } from "./house/texts.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const canTrace = spawnSync("strace", ["-o", "/dev/null", "-e", "inject=getpid:error=EIO", "true"]).status === 0;
/** Calls that only durable writing makes; each with how often a run makes it, at least. */
const CALLS = ["fsync", "rename", "link", "mkdir"];
const ERRORS = ["ENOSPC", "EIO"];
const SEED = Number(process.env["SOHOA_SEED"] ?? Date.now() % 1e6);

const failing = (call: string, error: string, when: string, ...more: string[]) => [
  ...["strace", "-f", "-o", "/dev/null", ...more],
  ...["-e", `trace=${call}`, "-e", `inject=${call}:error=${error}:when=${when}`],
];

describe.skipIf(!canTrace)("a disk on which any one call fails", () => {
  const BATCHES = { "T.1": batchOf("T.1", 3) };
  let house: ToyHouse;
  beforeEach(async () => {
    house = await openToyHouse();
  });
  afterEach(async () => await house.close());

  test("leaves nothing half done: the next run ends as if nothing had happened", async (context) => {
    const random = seededRandom(SEED, "disk");
    const expected = await expectedOutcome(BATCHES);
    const story: string[] = [];
    for (let round = 0; round < rounds(60, 6); round += 1) {
      const [call = "", error = ""] = [CALLS[random.whole(0, CALLS.length - 1)], ERRORS[random.whole(0, 1)]];
      const before = failing(call, error, String(random.whole(1, 12)));
      const end = await runProcess("add", { home: house.folder }, BATCHES, { before });
      story.push(`${call} ${error} ${end}`);
      expect((await house.fsck()).findings.filter(({ code }) => code !== "ORPHAN" && code !== "DESCRIPTION-MISSING")).toEqual([]);
    }
    expect(await runProcess("add", { home: house.folder }, BATCHES)).toBe(0);
    await house.settle();
    expect(await outcomeOf(house, BATCHES), `seed ${SEED}: ${story.join(", ")}`).toEqual(expected);
    tell(context, `${story.length} failing calls (ENOSPC, EIO), seed ${SEED}`);
  });
});

describe.skipIf(!canTrace)("a scan that the disk cannot read", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "sohoa-eio-"));
  });
  afterAll(async () => await rm(root, { recursive: true, force: true }));

  test("is told by its name and code, and the others are taken", async () => {
    const [folder, home] = [join(root, "HN.eio"), join(root, "home")];
    await makeSampleBook(folder, { pages: 3, width: 400, height: 600 });
    const broken = join(folder, "0002.tif");
    const before = failing("read,pread64", "EIO", "1+", "-P", broken);
    const [program = "", ...args] = [...before, ...commandLine(["add", folder, "--json", "--home", home])];
    const { stdout, status } = spawnSync(program, args, { env: environment({}), encoding: "utf8" });
    const told = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "{}");
    expect(told).toMatchObject({ counts: { found: 3, added: 2, rejected: 1 }, errors: [{ code: "IO-READ" }] });
    expect(status).toBe(3);
    expect((await sohoa(["add", folder, "--json", "--home", home])).envelope).toMatchObject({
      ok: true,
      counts: { added: 1, known: 2 },
    });
    expect((await sohoa(["fsck", "--no-grace", "--json", "--home", home])).envelope).toMatchObject({
      ok: true,
      counts: { pages: 3 },
    });
  });
});
