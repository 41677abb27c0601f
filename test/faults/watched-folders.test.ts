/** F32: what a watcher by events would miss: folders moved in whole, many files at once, a folder renamed half-way. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test, vi } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { sohoa, start, temporaryHome } from "../fixtures/command-line.ts";
import { testPicture } from "../fixtures/public-site.ts";
import { PATIENCE, tell } from "./figure.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const MANY = 80;

async function scans(folder: string, from: number, to: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let at = from; at <= to; at += 1) {
    const scan = sharp(await testPicture(100, 130, at)).withMetadata({ density: 300 });
    await writeFile(join(folder, `${String(at).padStart(4, "0")}.tif`), await scan.tiff({ compression: "none" }).toBuffer());
  }
}

test("a folder moved in whole and one renamed while eighty files arrive are both taken in, each file once", async (context) => {
  const { home: root, remove } = await temporaryHome();
  const [watched, home, beside] = [join(root, "watched"), join(root, "home"), join(root, "beside")];
  await mkdir(watched);
  await scans(join(beside, "AB.moved"), 1001, 1010);
  const watching = start(["watch", watched, "--settle", "2", "--every", "0.5", "--json", "--home", home]);
  await scans(join(watched, "AB.first"), 1, MANY / 2);
  await rename(join(beside, "AB.moved"), join(watched, "AB.moved"));
  await rename(join(watched, "AB.first"), join(watched, "AB.second"));
  await scans(join(watched, "AB.second"), MANY / 2 + 1, MANY);
  const catalogue = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => new Date());
  const pages = async (item: string) => (await catalogue.ledger.pages(item)).length;
  await expect.poll(async () => [await pages("AB.moved"), await pages("AB.second")], { timeout: 200_000 }).toEqual([10, MANY]);
  watching.child.kill("SIGTERM");
  await watching.ended;
  await catalogue.close();
  expect((await sohoa(["fsck", "--no-grace", "--json", "--home", home])).envelope).toMatchObject({
    ok: true,
    counts: { findings: 0 },
  });
  tell(context, `${MANY + 10} files`);
  await remove();
});
