import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestFile } from "../../pipeline/digest-file.ts";
import { takeIn } from "../../pipeline/intake.ts";
import { openToyHouse, TOY_PROFILE } from "../fixtures/toy-house.ts";

test("an intake asks for a file when its turn comes, so that nobody need hold what was found of all of them", async () => {
  const house = await openToyHouse();
  const files: { readonly path: string; readonly digest: string; readonly sizeBytes: number }[] = [];
  for (let number = 0; number < 90; number += 1) {
    const path = join(house.folder, `${number}.txt`);
    await writeFile(path, `page ${number}`);
    files.push({ path, ...(await digestFile(path)) });
  }
  let [stored, mostWaiting] = [0, 0];
  function* accepted() {
    for (const [number, file] of files.entries()) {
      mostWaiting = Math.max(mostWaiting, number - stored);
      yield { pageId: `p-${number}`, sourceName: `${number}.txt`, mediaType: "text/plain", ...file };
    }
  }
  const about = { batchId: "T.1", itemId: "T.1", shelfmark: "T.1", profile: TOY_PROFILE, rejected: [] };
  const counts = await takeIn(house, { ...about, accepted: accepted() }, (done) => {
    stored = done;
  });
  const pages = await house.ledger.pages("T.1");
  await house.close();
  expect(counts).toEqual({ found: 90, added: 90, replaced: 0, known: 0, superseded: 0, rejected: 0 });
  expect(pages.map((page) => page.sourceName)).toEqual(files.map((_, number) => `${number}.txt`));
  expect(stored).toBe(90);
  expect(mostWaiting).toBeLessThan(30);
});
