import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { badImages } from "../fixtures/bad-images.ts";
import { type Ended, sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { itemDigests } from "../fixtures/item-digests.ts";

/** Two good pages among every bad picture there is, as a tired scanner might deliver them. */
const BATCH = "HN.hong";
const PAGES = 2;
const bad = (await badImages()).filter((each) => each.verdict !== "accept");
const refused = bad.filter((each) => each.verdict === "reject");

let root: { readonly home: string; remove(): Promise<void> };
let home: string;
let folder: string;
let first: Ended;

const run = (...args: string[]) => sohoa([...args, "--json", "--home", home]);
const digests = () => itemDigests({ file: join(home, "catalogue.sqlite") }, BATCH);

beforeAll(async () => {
  root = await temporaryHome();
  home = join(root.home, "home");
  folder = join(root.home, BATCH);
  await makeSampleBook(folder, { pages: PAGES, width: 500, height: 700 });
  for (const each of bad) await writeFile(join(folder, `${each.id} ${each.name}`), each.bytes);
  await symlink("/dev/zero", join(folder, "link.tif"));
  first = await run("add", folder, "--wait");
}, 120_000);
afterAll(async () => await root?.remove());

describe("a folder of every bad picture and two good pages", () => {
  test("is taken in with a count in which no file is missing", () => {
    expect(first.exit).toBe(3);
    const { found, added, replaced, known, rejected } = first.envelope.counts;
    expect({ added, replaced, known, rejected }).toEqual({ added: PAGES, replaced: 0, known: 0, rejected: refused.length + 1 });
    expect(found).toBe(Number(added) + Number(replaced) + Number(known) + Number(rejected));
  });

  test("has its good pages processed to the end", () => {
    expect(first.envelope.counts).toMatchObject({ pages: PAGES, done: PAGES, failed: 0 });
    expect(first.envelope.data).toMatchObject({ batch: BATCH, state: "complete" });
  });

  test("has every refused file named once, with code, message and advice", () => {
    const names = [...refused.map((each) => `${each.id} ${each.name}`), "link.tif"].sort();
    expect(first.envelope.errors.map((error) => error.path).sort()).toEqual(names);
    const poor = first.envelope.errors.filter(
      ({ code, message, advice }) =>
        !/^[A-Z]+-[A-Z]+/.test(code) || message.length < 8 || advice.length < 8 || /\{\w+\}/.test(message + advice),
    );
    expect(poor).toEqual([]);
    for (const each of refused.filter(({ codes }) => codes.length > 0))
      expect(first.envelope.errors.find((error) => error.path === `${each.id} ${each.name}`)?.code).toBe(each.codes[0]);
  });

  test("leaves every file of the folder as it was", async () => {
    for (const each of bad) expect((await readFile(join(folder, `${each.id} ${each.name}`))).equals(each.bytes)).toBe(true);
  });

  test("adds nothing the second time, with the same counts and the same artifacts", async () => {
    const before = await digests();
    const second = await run("add", folder, "--wait");
    const { found, rejected } = first.envelope.counts;
    expect(second.exit).toBe(3);
    expect(second.envelope.counts).toMatchObject({ found, added: 0, replaced: 0, known: PAGES, rejected, done: PAGES });
    expect(second.envelope.errors.map((error) => [error.path, error.code])).toEqual(
      first.envelope.errors.map((error) => [error.path, error.code]),
    );
    expect(await digests()).toEqual(before);
  }, 60_000);

  test("stands in the list of errors, and in a sheet of them", async () => {
    const sheet = join(root.home, "lỗi.xlsx");
    const { exit, envelope } = await run("errors", BATCH, "--export", sheet);
    expect(exit).toBe(3);
    expect(envelope.counts["errors"]).toBe(refused.length + 1);
    const { readSheet } = await import("read-excel-file/node");
    expect((await readSheet(sheet)).length).toBe(refused.length + 2);
  });

  test("leaves a home in which fsck finds nothing wrong", async () => {
    expect((await run("fsck", "--no-grace")).envelope).toMatchObject({
      ok: true,
      counts: { items: 1, pages: PAGES, findings: 0 },
    });
  });
});
