/** The second copy as an operator meets it: set up by a variable, filled by `work`, repaired from after a yes. */
import { chmod, mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { type Ended, sohoa, start, temporaryHome } from "../fixtures/command-line.ts";
import { itemDigests } from "../fixtures/item-digests.ts";

const BATCH = "HN.hai-ban";

let root: { readonly home: string; remove(): Promise<void> };
let home: string;
let env: Readonly<Record<string, string>>;
let master: string;

const run = (...args: string[]) => sohoa([...args, "--json", "--home", home], env);

beforeAll(async () => {
  root = await temporaryHome();
  home = join(root.home, "home");
  const copy2 = join(root.home, "bản sao thứ hai");
  await mkdir(copy2);
  env = { COPY2_PATH: copy2, SOHOA_RECONCILE_SECONDS: "1" };
  const folder = join(root.home, BATCH);
  await makeSampleBook(folder, { pages: 2, width: 500, height: 700 });
  expect((await run("add", folder)).exit).toBe(0);
  const line = (await itemDigests({ file: join(home, "catalogue.sqlite") }, BATCH)).find((each) => each.includes("image/master"));
  master = line?.split(" ").at(-1) ?? "";
}, 120_000);
afterAll(async () => await root?.remove());

describe("a second copy on another disk", () => {
  test("is filled by a running worker, and status says how far", async () => {
    const working = start(["work", "--stage", "publish", "--home", home], env);
    let status: Ended;
    do {
      await sleep(500);
      status = await sohoa(["status", "--home", home], env);
    } while (!/Second copy: (\d+) of \1 objects?/.test(status.stdout));
    working.child.kill("SIGTERM");
    await working.ended;
    expect(status.stdout).toContain("100 % of 2 masters verified");
    expect((await run("verify", "--all")).exit).toBe(0);
  }, 120_000);

  test("one flipped bit ends verify, status and errors with 8, and each names the alarm", async () => {
    await flip(join(home, "store/objects", master.slice(0, 2), master.slice(2, 4), master));
    for (const command of [["verify", "--all"], ["status"], ["errors", BATCH]]) {
      const { exit, envelope } = await run(...command);
      expect(exit, command.join(" ")).toBe(8);
      expect(envelope.errors, command.join(" ")).toMatchObject([{ code: "FIX-MISMATCH", path: master }]);
    }
  }, 60_000);

  test("nothing is changed without a yes; with it the object comes back and the damaged bytes stay in quarantine", async () => {
    const asked = await run("verify", "--all", "--repair-from", "copy2");
    expect(asked.exit).toBe(8);
    expect((await run("verify", "--all")).envelope.counts).toMatchObject({ mismatch: 1 });
    const repaired = await run("verify", "--all", "--repair-from", "copy2", "--yes");
    expect(repaired.envelope.counts).toMatchObject({ mismatch: 1, repaired: 1, left: 0 });
    expect(repaired.exit).toBe(0);
    expect(await readdir(join(home, "quarantine/store"))).toHaveLength(1);
    expect((await run("verify", "--all")).envelope.counts).toMatchObject({ mismatch: 0, missing: 0 });
    expect((await run("status")).exit).toBe(0);
    expect((await run("fsck")).exit).toBe(0);
  }, 60_000);

  test("a disk that is not there stops checks with its code and not the work itself", async () => {
    const away = { ...env, COPY2_PATH: join(root.home, "empty") };
    await mkdir(away.COPY2_PATH);
    const { exit, envelope } = await sohoa(["verify", "--all", "--json", "--home", home], away);
    expect(exit).toBe(5);
    expect(envelope.errors).toMatchObject([{ code: "SVC-COPY2" }]);
    expect(await readdir(away.COPY2_PATH)).toEqual([]);
    expect((await sohoa(["status", "--home", home], away)).exit).toBe(0);
  }, 60_000);
});

async function flip(path: string): Promise<void> {
  await chmod(path, 0o644);
  const file = await open(path, "r+");
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 100);
  await file.write(Buffer.from([buffer.readUInt8(0) ^ 1]), 0, 1, 100);
  await file.close();
}
