/** F24: what may not be read or written. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { work } from "../../pipeline/worker.ts";
import { commandLine, environment } from "../fixtures/command-line.ts";
import { openToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE } from "./figure.ts";
import { toyOptions } from "./house/place.ts";
import { batchOf, expectedOutcome, outcomeOf } from "./house/texts.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
/** Root may read everything, so the command runs as nobody. */
const asNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
const canDrop = isRoot && spawnSync(asNobody[0] ?? "", [...asNobody.slice(1), "true"]).status === 0;
const canMount =
  process.platform === "linux" &&
  isRoot &&
  spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-denied-"));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === "win32" || (isRoot && !canDrop))("a scan that may not be read", () => {
  test("is told by its name and code, and the others are taken", async () => {
    const [book, home] = [join(folder, "HN.denied"), join(folder, "home")];
    await makeSampleBook(book, { pages: 2, width: 400, height: 600 });
    await chmod(join(book, "0002.tif"), 0);
    await mkdir(home);
    await chmod(folder, 0o755);
    if (isRoot) await chown(home, NOBODY, NOBODY);
    const [program = "", ...args] = [...(isRoot ? asNobody : []), ...commandLine(["add", book, "--json", "--home", home])];
    const { stdout, status } = spawnSync(program, args, { env: environment({}), encoding: "utf8" });
    const told = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "{}");
    expect(told).toMatchObject({
      counts: { found: 2, added: 1, rejected: 1 },
      errors: [{ code: "SRC-DENIED", path: "0002.tif" }],
    });
    expect(status).toBe(3);
  });
});

describe.skipIf(!canMount)("a store that may only be read", () => {
  test("is named, and work goes on when it may be written again", async () => {
    const batches = { "T.1": batchOf("T.1", 3) };
    const store = join(folder, "store");
    const remount = (how: string) => execFileSync("mount", ["-o", `remount,${how}`, store]);
    await mkdir(store);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", store]);
    const house = await openToyHouse(join(folder, "home"), await toyOptions({ home: folder, store }));
    await house.add(batches["T.1"]);
    remount("ro");
    const stop = new AbortController();
    const working = work(house.worker, stop.signal, 0);
    const told = async () => (await house.ledger.tasks({ itemId: "T.1" })).map(({ failure }) => failure?.code);
    await expect.poll(told, { timeout: 120_000 }).toContain("SVC-STORE");
    stop.abort();
    await working;
    remount("rw");
    await house.settle();
    expect(await outcomeOf(house, batches)).toEqual(await expectedOutcome(batches));
    await house.close(true);
    execFileSync("umount", [store]);
  });
});
