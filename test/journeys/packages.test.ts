import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { checkBag } from "../../formats/bagit/check.ts";
import { checkRoot } from "../../formats/ocfl/check-root.ts";
import { versionNames } from "../../formats/ocfl/inventory.ts";
import { readTar } from "../../formats/tar.ts";
import { sohoa } from "../fixtures/command-line.ts";
import { MATERIAL } from "../fixtures/material.ts";
import { editFile } from "../fixtures/ocfl-object.ts";

/** A book that was corrected, judged, described and published goes into packages, is lost, and comes back. */
const ITEM = "AB.12";
let place: string;
let before: Known;
const homeOf = (name: string) => join(place, name);
const run = (home: string, ...args: string[]) => sohoa([...args, "--json", "--home", homeOf(home)]);

interface Known {
  readonly current: readonly string[];
  readonly events: readonly string[];
  readonly verdicts: readonly unknown[];
  readonly version: number | undefined;
  readonly activities: readonly unknown[];
  readonly entry: unknown;
}

/** Everything that the catalogue knows of the book. */
async function known(home: string): Promise<Known> {
  const { ledger, holdings, ...catalogue } = await openCatalogue(
    { file: join(homeOf(home), "catalogue.sqlite") },
    () => new Date(),
  );
  const [current, events] = [await ledger.currentOfItem(ITEM), await ledger.events(ITEM)];
  const result = {
    current: current.map((row) => `${row.subject} ${row.role} ${row.artifact.digest}`).sort(),
    events: events.map((event) =>
      [event.stage, event.subject, event.outcome, event.agent, event.endedAt, event.derivation].join(" "),
    ),
    verdicts: await ledger.verdicts(ITEM),
    version: (await ledger.item(ITEM))?.version,
    activities: await ledger.activitiesOf(ITEM),
    entry: await holdings.entry(ITEM),
  };
  await catalogue.close();
  return result;
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "sohoa-packages-"));
  const scans = join(place, ITEM);
  await makeSampleBook(scans, { pages: 2, width: 500, height: 700 });
  const pages = MATERIAL === undefined ? [] : (await readdir(join(MATERIAL, "dev/pages/images"))).sort().slice(0, 1);
  for (const name of pages)
    await copyFile(join(MATERIAL ?? "", "dev/pages/images", name), join(scans, `0003${name.slice(name.lastIndexOf("."))}`));
  await mkdir(homeOf("a"));
  const catalogue = await openCatalogue({ file: join(homeOf("a"), "catalogue.sqlite") }, () => new Date());
  await catalogue.holdings.importRows([{ shelfmark: ITEM, title: "Kim Vân Kiều", holdingClass: "Quý hiếm" }]);
  await catalogue.close();
  await run("a", "target", "set", "Quý hiếm", "--percentage", "70", "--deadline", "2030-12-31");
  expect((await run("a", "add", scans, "--wait")).envelope.data.state).toBe("complete");
  const tables = join(place, "tables");
  await run("a", "text", "export", ITEM, "--to", tables);
  const [first = ""] = (await readdir(tables)).sort();
  await editFile(join(tables, first), (table) => table.replace(/^(c1\t[^\t]*\t)[^\t]*/m, "$1南國山河𠊛"));
  await run("a", "text", "import", ITEM, tables, "--agent", "Lan");
  expect((await run("a", "export", "--ocfl", join(place, "root"))).envelope.counts["failed"]).toBe(0);
  await run("a", "quality", "accept", (await pagesOf("a"))[0] ?? "", "--note", "Đã xem", "--agent", "Hoa");
  expect((await run("a", "add", scans, "--wait")).exit).toBe(0);
  before = await known("a");
}, 600_000);
afterAll(() => rm(place, { recursive: true, force: true }));

async function pagesOf(home: string): Promise<readonly string[]> {
  const catalogue = await openCatalogue({ file: join(homeOf(home), "catalogue.sqlite") }, () => new Date());
  const pages = await catalogue.ledger.pages(ITEM);
  await catalogue.close();
  return pages.map(({ id }) => id);
}

const target = async (home: string) => (await run(home, "target", "show")).envelope.data.targets[0].share;
const withoutPackage = (current: readonly string[]) => current.filter((line) => !line.includes(" aip "));

describe("a storage root", () => {
  test("takes up where it ended, adds versions, and changes nothing of earlier ones", async () => {
    const root = join(place, "root");
    const old = await digestsBelow(root, /\/v1\//);
    const { envelope, exit } = await run("a", "export", "--ocfl", root);
    expect(exit).toBe(0);
    expect(envelope.counts["known"]).toBeGreaterThan(0);
    expect(envelope.counts["versions"]).toBeGreaterThan(0);
    const now = await digestsBelow(root, /\/v1\//);
    expect(now).toEqual(old);
    const again = await run("a", "export", "--ocfl", root);
    expect(again.envelope.counts).toMatchObject({ versions: 0, failed: 0 });
    const report = await checkRoot(root);
    expect(report.problems).toEqual([]);
    const item = report.objects.find(({ inventory }) => inventory?.id === `urn:sohoa:item:${ITEM}`)?.inventory;
    expect(item && versionNames(item).length).toBe(
      (await readdir(join(homeOf("a"), "store/items", ITEM))).filter((name) => /^v\d+\.json$/.test(name)).length,
    );
    // Each file is stored once, however many versions have it.
    const stored = Object.values(item?.manifest ?? {}).map((paths) => paths.length);
    expect(new Set(stored)).toEqual(new Set([1]));
  }, 120_000);

  test("brings everything back into another home: masters, edits, verdicts, history, register and targets", async () => {
    const { envelope, exit } = await run("b", "import", join(place, "root"));
    expect({ exit, errors: envelope.errors }).toEqual({ exit: 0, errors: [] });
    expect(envelope.counts).toMatchObject({ found: 1, imported: 1, known: 0, conflicts: 0, rows: 1, targets: 1 });
    const after = await known("b");
    expect(after.current).toEqual(withoutPackage(before.current));
    expect({ ...after, current: [] }).toEqual({ ...before, current: [] });
    expect(await target("b")).toEqual(await target("a"));
    expect((await run("b", "fsck", "--no-grace")).envelope.errors).toEqual([]);
  }, 120_000);

  test("gives the same package byte for byte when the home that it came to packs the book again", async () => {
    expect((await run("b", "add", join(place, ITEM), "--wait")).envelope.data.state).toBe("complete");
    expect((await known("b")).current).toEqual(before.current);
    expect(await target("b")).toEqual(await target("a"));
    expect((await run("b", "fsck", "--no-grace")).exit).toBe(0);
  }, 240_000);

  test("is known again, and shown as a conflict where people went on here; nothing is overwritten", async () => {
    expect((await run("b", "import", join(place, "root"))).envelope.counts).toMatchObject({ known: 1, imported: 0 });
    const record = join(place, "record.json");
    await writeFile(record, JSON.stringify({ v: 1, shelfmark: ITEM, titles: [{ language: "vi", text: "Sách khác" }] }));
    await run("b", "describe", ITEM, "--from", record);
    const here = await known("b");
    const { envelope, exit } = await run("b", "import", join(place, "root"));
    expect(exit).toBe(4);
    expect(envelope.errors.map(({ code }) => code)).toEqual(["IMPORT-CONFLICT"]);
    expect(await known("b")).toEqual(here);
  }, 120_000);

  test("with one byte changed is refused whole, and nothing is written", async () => {
    const root = join(place, "root");
    const [path = ""] = [...(await digestsBelow(root, /masters\//)).keys()];
    const bytes = await readFile(path);
    const bad = Buffer.from(bytes);
    bad[bad.length >> 1] = (bad[bad.length >> 1] ?? 0) ^ 1;
    await rm(path);
    await writeFile(path, bad);
    const { envelope, exit } = await run("c", "import", root);
    expect({ exit, codes: [...new Set(envelope.errors.map(({ code }) => code))].sort() }).toEqual({
      exit: 4,
      codes: ["OCFL-E092", "OCFL-E093"],
    });
    expect((await run("c", "status")).envelope.errors).toEqual([]);
    expect(await objectsIn("c")).toEqual([]);
    await writeFile(path, bytes);
  }, 60_000);
});

describe("a bag", () => {
  test("is valid, brings the book back, and is the same bag when it is exported again", async () => {
    expect((await run("a", "export", ITEM, "--to", join(place, "out"), "--aip")).exit).toBe(0);
    const tar = join(place, "out", `${ITEM}.tar`);
    expect((await checkBag(tar)).problems).toEqual([]);
    expect((await run("d", "import", tar, "--check")).envelope.counts).toMatchObject({ sound: 1, imported: 0 });
    expect((await run("d", "import", tar)).envelope.counts).toMatchObject({ imported: 1, rows: 1, targets: 1 });
    const after = await known("d");
    expect(after.current).toEqual(withoutPackage(before.current));
    expect({ events: after.events, verdicts: after.verdicts, version: after.version }).toEqual({
      events: before.events,
      verdicts: before.verdicts,
      version: before.version,
    });
    expect(await target("d")).toEqual(await target("a"));
    expect((await run("d", "add", join(place, ITEM), "--wait")).envelope.data.state).toBe("complete");
    await run("d", "export", ITEM, "--to", join(place, "out2"), "--aip");
    expect(await payloadOf(join(place, "out2", `${ITEM}.tar`))).toEqual(await payloadOf(tar));
  }, 240_000);

  test("that is lean has a machine make the rest, and the book is the same but for when that was", async () => {
    await run("a", "export", ITEM, "--to", join(place, "lean"), "--aip", "--lean");
    expect((await run("e", "import", join(place, "lean", `${ITEM}.tar`), "--wait")).envelope.counts).toMatchObject({
      imported: 1,
    });
    const isTimed = (line: string) => / (aip|item\/history|publication) /.test(line);
    const after = await known("e");
    expect(after.current.filter((line) => !isTimed(line))).toEqual(before.current.filter((line) => !isTimed(line)));
    expect(after.current.map((line) => line.replace(/ [^ ]+$/, ""))).toEqual(
      before.current.map((line) => line.replace(/ [^ ]+$/, "")),
    );
    expect((await run("e", "fsck", "--no-grace")).envelope.errors).toEqual([]);
    expect(await target("e")).toEqual(await target("a"));
  }, 300_000);

  test("that is damaged is refused by its code, and nothing is written", async () => {
    const bad = join(place, "bad.tar");
    const bytes = await readFile(join(place, "lean", `${ITEM}.tar`));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(bad, bytes);
    const { envelope, exit } = await run("f", "import", bad);
    expect(exit).toBe(4);
    expect(envelope.errors.map(({ code }) => code)).toContain("BAG-DIGEST");
    expect(await objectsIn("f")).toEqual([]);
  }, 60_000);
});

test("the catalogue thrown away is rebuilt from the store alone, with edits, verdicts, statuses and target percentages", async () => {
  const [status, share] = [(await run("a", "status", ITEM)).envelope.data.state, await target("a")];
  const { targets } = (await run("a", "target", "show")).envelope.data;
  for (const suffix of ["", "-wal", "-shm"]) await rm(join(homeOf("a"), `catalogue.sqlite${suffix}`), { force: true });
  expect((await run("a", "rebuild")).envelope).toMatchObject({ ok: true, counts: { items: 1, missing: 0 } });
  const after = await known("a");
  expect(after).toEqual(before);
  expect((await run("a", "fsck", "--no-grace")).exit).toBe(0);
  expect(await target("a")).toEqual(share);
  expect((await run("a", "target", "show")).envelope.data.targets).toEqual(targets);
  expect((await run("a", "add", join(place, ITEM), "--wait")).envelope.data.state).toBe(status);
}, 120_000);

/** Objects in the store of a home, also half-written ones. */
async function objectsIn(home: string): Promise<readonly string[]> {
  const entries = await readdir(join(homeOf(home), "store"), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function digestsBelow(folder: string, wanted: RegExp): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && wanted.test(path))
      found.set(
        path,
        createHash("sha256")
          .update(await readFile(path))
          .digest("hex"),
      );
  }
  return found;
}

async function payloadOf(tar: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, content } of readTar(tar)) {
    const hash = createHash("sha256");
    for await (const chunk of content) hash.update(chunk);
    if (name.includes("/data/")) found.push(`${name} ${hash.digest("hex")}`);
  }
  return found;
}
