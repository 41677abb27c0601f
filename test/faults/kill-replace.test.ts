import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { copyHome } from "../fixtures/copy-home.ts";
import { itemDigests } from "../fixtures/item-digests.ts";

/** One page of a finished book is scanned again, and the power goes at every step of it. */
const BATCH = "HN.thay";
const FILE = "0001.tif";
const ENV = { SOHOA_LEASE_SECONDS: "2", SOHOA_RECONCILE_SECONDS: "1" };
const POINTS = ["intake-stored", "intake-recorded", "intake-closing", "intake-closed", "stored@inspect"];

let root: { readonly home: string; remove(): Promise<void> };
let rescan: string;
const run = (home: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  sohoa([...args, "--json", "--home", join(root.home, home)], { ...ENV, ...env });
const replace = (home: string, env: Readonly<Record<string, string>>) =>
  run(home, ["quality", "replace", FILE, rescan, "--batch", BATCH, "--wait"], env);
const digests = (home: string) => itemDigests({ file: join(root.home, home, "catalogue.sqlite") }, BATCH);
const finished = async (home: string) => await copyHome(join(root.home, "finished"), join(root.home, home));

beforeAll(async () => {
  root = await temporaryHome();
  const folder = join(root.home, BATCH);
  await makeSampleBook(folder, { pages: 1, width: 500, height: 700 });
  rescan = join(root.home, "rescan.tif");
  const [first = ""] = await readdir(folder);
  await writeFile(
    rescan,
    await sharp(join(folder, first)).modulate({ brightness: 1.06 }).withMetadata({ density: 300 }).tiff().toBuffer(),
  );
  expect((await run("finished", ["add", folder, "--wait"])).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
}, 240_000);
afterAll(async () => await root.remove());

describe("the replacement of a page", () => {
  let calm: readonly string[];
  beforeAll(async () => {
    await finished("calm");
    const before = await digests("calm");
    expect((await replace("calm", {})).envelope).toMatchObject({
      ok: true,
      counts: { replaced: 1 },
      data: { state: "complete" },
    });
    calm = await digests("calm");
    expect(calm).not.toEqual(before);
  }, 240_000);

  test.each(POINTS)(
    "killed at %s, goes on when it is called again, and ends with the digests of a calm one",
    async (point) => {
      const home = point.replace("@", "-");
      await finished(home);
      expect((await replace(home, { SOHOA_KILLPOINT: point })).signal).toBe("SIGKILL");
      expect((await replace(home, {})).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
      expect(await digests(home)).toEqual(calm);
      const fsck = await run(home, ["fsck", "--no-grace"]);
      expect(fsck.envelope).toMatchObject({ ok: true, counts: { pages: 1, findings: 0 } });
    },
    240_000,
  );
});
