/** A book travels between a library and a field station in parts, is worked on at both, and nothing anybody did is lost. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { BundleHouses, filesBelow, flipBit } from "../fixtures/bundle-houses.ts";

const ITEM = "HN.chuyen";
/** 64 KiB: many parts of a small book. */
const CHUNK = ["--chunk-size", "0.0625"];

let place: string;
let houses: BundleHouses;
const at = (name: string) => join(place, name);
const codes = ({ envelope }: { readonly envelope: { readonly errors: readonly { readonly code: string }[] } }) =>
  [...new Set(envelope.errors.map(({ code }) => code))].sort();
const clean = async (home: string) => expect((await houses.run(home, ["fsck", "--no-grace"])).envelope.errors).toEqual([]);
const given = (lines: readonly string[]) => lines.filter((line) => !/ (aip|publication) /.test(line));

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "sohoa-field-"));
  houses = new BundleHouses(place, ITEM);
  await makeSampleBook(at(ITEM), { pages: 2, width: 500, height: 700 });
  expect((await houses.run("library", ["add", at(ITEM), "--wait"])).envelope.data.state).toBe("complete");
  await houses.writeText("library", "南國山河𠊛", "Lan");
  await houses.describe("library", { dateAsWritten: "明命二十一年" });
  const [page = ""] = (await houses.known("library")).pages.map(({ id }) => id);
  await houses.run("library", ["quality", "accept", page, "--note", "Đã xem", "--agent", "Hoa"]);
  expect((await houses.run("library", ["bundle", "export", ITEM, "--to", at("first"), ...CHUNK])).exit).toBe(0);
}, 600_000);
afterAll(() => rm(place, { recursive: true, force: true }));

describe("a bundle on its way", () => {
  test("is a bag of parts that any BagIt tool can check, and the same parts when it is written again", async () => {
    const parts = await readdir(at("first/data"));
    expect(parts.length).toBeGreaterThan(5);
    const before = await Promise.all((await filesBelow(at("first"))).map((name) => readFile(at(`first/${name}`), "base64")));
    expect((await houses.run("library", ["bundle", "export", ITEM, "--to", at("first"), ...CHUNK])).exit).toBe(0);
    const after = await Promise.all((await filesBelow(at("first"))).map((name) => readFile(at(`first/${name}`), "base64")));
    expect(after).toEqual(before);
  }, 600_000);

  test("is refused until a person trusts its key or names it, and nothing is written", async () => {
    const refused = await houses.run("stranger", ["bundle", "import", at("first")]);
    expect({ exit: refused.exit, codes: codes(refused) }).toEqual({ exit: 10, codes: ["BUNDLE-UNTRUSTED"] });
    expect(await readdir(at("stranger")).catch(() => [])).toEqual([]);
    const signer = (await houses.run("library", ["bundle", "key"])).envelope.data.fingerprint;
    const other = "0".repeat(16);
    expect((await houses.run("stranger", ["bundle", "import", at("first"), "--check", "--accept", other])).exit).toBe(10);
    const named = await houses.run("stranger", ["bundle", "import", at("first"), "--check", "--accept", signer]);
    expect(named.envelope.counts).toMatchObject({ found: 1, fresh: 1, imported: 0 });
  }, 600_000);

  test("names the parts that are damaged or missing, takes nothing, and only those are copied again", async () => {
    const half = await houses.copyBundle("first", "half");
    const parts = (await readdir(join(half, "data"))).sort();
    await flipBit(join(half, "data", parts[1] ?? ""));
    await rm(join(half, "data", parts[3] ?? ""));
    const refused = await houses.run("stranger", ["bundle", "import", half]);
    expect(refused.envelope.data.wanted).toEqual([`data/${parts[1]}`, `data/${parts[3]}`]);
    expect({ exit: refused.exit, codes: codes(refused) }).toEqual({ exit: 4, codes: ["BUNDLE-PART"] });
    const copied = await houses.run("stranger", ["bundle", "copy", at("first"), half]);
    expect(copied.envelope.counts).toMatchObject({ parts: parts.length, copied: 2, damaged: 0 });
    expect(codes(await houses.run("stranger", ["bundle", "import", half]))).toEqual(["BUNDLE-UNTRUSTED"]);
    await flipBit(join(half, "data", parts[0] ?? ""));
    const bad = await houses.run("stranger", ["bundle", "copy", half, at("third")]);
    expect(bad.envelope.errors).toMatchObject([{ code: "BUNDLE-PART", path: `data/${parts[0]}` }]);
    expect(codes(await houses.run("stranger", ["bundle", "import", at("third")]))).toEqual(["BUNDLE-UNFINISHED"]);
  }, 600_000);

  test("whose list was changed, or that bears no signature, is told and refused", async () => {
    const forged = await houses.copyBundle("first", "forged");
    const contents = JSON.parse(await readFile(join(forged, "bundle.json"), "utf8"));
    const bare = await houses.copyBundle("first", "bare");
    await writeFile(join(forged, "bundle.json"), JSON.stringify({ ...contents, library: "https://elsewhere.example" }));
    await rehash(forged);
    expect(codes(await houses.run("stranger", ["bundle", "import", forged, "--accept", "unsigned"]))).toEqual([
      "BUNDLE-SIGNATURE",
    ]);
    await rm(join(bare, "signature.json"));
    await rehash(bare);
    const unsigned = await houses.run("stranger", ["bundle", "import", bare]);
    expect({ exit: unsigned.exit, codes: codes(unsigned) }).toEqual({ exit: 10, codes: ["BUNDLE-UNSIGNED"] });
    expect((await houses.run("stranger", ["bundle", "import", bare, "--check", "--accept", "unsigned"])).exit).toBe(0);
  }, 600_000);

  test("cut off while it is written is no bundle, goes on when the command is given again, and is the same in the end", async () => {
    const cut = at("cut");
    const env = { SOHOA_KILLPOINT: "bundle-part:4" };
    const args = ["bundle", "export", ITEM, "--to", cut, ...CHUNK];
    expect((await houses.run("library", args, env)).signal).toBe("SIGKILL");
    expect((await readdir(join(cut, "data"))).length).toBe(4);
    expect(codes(await houses.run("stranger", ["bundle", "import", cut]))).toEqual(["BUNDLE-UNFINISHED"]);
    expect((await houses.run("library", args)).exit).toBe(0);
    expect(await filesBelow(cut)).toEqual(await filesBelow(at("first")));
    for (const name of await filesBelow(cut))
      expect((await readFile(join(cut, name))).equals(await readFile(at(`first/${name}`))), name).toBe(true);
  }, 600_000);

  test("fits into one file, too", async () => {
    expect((await houses.run("library", ["bundle", "export", ITEM, "--to", at("one.tar"), ...CHUNK])).exit).toBe(0);
    await houses.trust("single", "library");
    const { envelope, exit } = await houses.run("single", ["bundle", "import", at("one.tar")]);
    expect({ exit, imported: envelope.counts["imported"] }).toEqual({ exit: 0, imported: 1 });
    await clean("single");
  }, 600_000);
});

describe("a book at the station", () => {
  test.each(["bundle-object:3", "bundle-item"])(
    "killed at %s while it comes in, is whole after the same command",
    async (point) => {
      const home = `killed-${point.replace(":", "-")}`;
      await houses.trust(home, "library");
      const killed = await houses.run(home, ["bundle", "import", at("first")], { SOHOA_KILLPOINT: point });
      expect(killed.signal).toBe("SIGKILL");
      expect((await houses.run(home, ["bundle", "import", at("first")])).exit).toBe(0);
      const [here, there] = [await houses.known(home), await houses.known("library")];
      expect(given(here.current)).toEqual(given(there.current));
      await clean(home);
    },
    120_000,
  );

  test("arrives with texts, record, verdicts, history and register row, and is known when it comes again", async () => {
    await houses.trust("station", "library");
    const { envelope, exit } = await houses.run("station", ["bundle", "import", at("first")]);
    expect({ exit, counts: envelope.counts }).toMatchObject({ exit: 0, counts: { found: 1, imported: 1, conflicts: 0 } });
    const [here, there] = [await houses.known("station"), await houses.known("library")];
    expect({ ...here, current: given(here.current) }).toEqual({ ...there, current: given(there.current) });
    await clean("station");
    const again = await houses.run("station", ["bundle", "import", at("first")]);
    expect(again.envelope.counts).toMatchObject({ imported: 0, renewed: 0, known: 1, conflicts: 0 });
    expect(await houses.known("station")).toEqual(here);
    const log = await houses.run("station", ["audit", "list"]);
    expect(JSON.stringify(log.envelope.data)).toContain("bundle-taken");
  }, 600_000);

  test("goes home without its scans, and what was done at the station is taken where nobody did anything else", async () => {
    await houses.writeText("station", "天命昭昭", "Hoa");
    await houses.describe("station", { dateAsWritten: "嗣德元年" });
    await houses.trust("library", "station");
    const args = ["bundle", "export", ITEM, "--to", at("home"), "--without", "masters", "derivatives"];
    expect((await houses.run("station", args)).exit).toBe(0);
    await houses.copy("library", "library-2");
    const { envelope, exit } = await houses.run("library", ["bundle", "import", at("home")]);
    expect({ exit, counts: envelope.counts }).toMatchObject({ exit: 0, counts: { renewed: 1, imported: 0, conflicts: 0 } });
    const [here, there] = [await houses.known("library"), await houses.known("station")];
    const written = (lines: readonly string[]) => lines.filter((line) => / (text\/reviewed|record|image\/master) /.test(line));
    expect(written(here.current)).toEqual(written(there.current));
    expect(here.events).toEqual(expect.arrayContaining([...there.events]));
    await clean("library");
    expect((await houses.run("library", ["bundle", "import", at("home")])).envelope.counts).toMatchObject({
      known: 1,
      renewed: 0,
    });
    expect((await houses.run("library", ["add", at(ITEM), "--wait"])).envelope.data.state).toBe("complete");
  }, 600_000);

  test("that was worked on at both places keeps both texts and both records; nothing is overwritten", async () => {
    await houses.writeText("library-2", "別本異文", "Lan");
    await houses.describe("library-2", { dateAsWritten: "成泰元年" });
    const before = await houses.known("library-2");
    await houses.trust("library-2", "station");
    const { envelope, exit } = await houses.run("library-2", ["bundle", "import", at("home")]);
    expect(exit).toBe(3);
    expect([...new Set(envelope.errors.map(({ code }) => code))].sort()).toEqual(["BUNDLE-RECORD", "BUNDLE-TEXT"]);
    const after = await houses.known("library-2");
    expect(after.current).toEqual(before.current);
    expect(after.texts.flat().filter(({ isAside }) => isAside)).toMatchObject([{ author: "Hoa" }]);
    expect(after.desk?.conflicts).toMatchObject([{ field: "dateAsWritten", mine: "成泰元年", theirs: "嗣德元年" }]);
    await clean("library-2");
    await houses.run("library-2", ["bundle", "import", at("home")]);
    const again = await houses.known("library-2");
    expect({ texts: again.texts, desk: again.desk }).toEqual({ texts: after.texts, desk: after.desk });
  }, 600_000);
});

describe("restricted material", () => {
  test("is left out until it is asked for, is marked, and is restricted where it arrives", async () => {
    await houses.copy("station", "archive");
    await houses.describe("archive", { access: "restricted" });
    const held = await houses.run("archive", ["bundle", "export", ITEM, "--to", at("held")]);
    expect({ exit: held.exit, codes: codes(held) }).toEqual({ exit: 4, codes: ["BUNDLE-RESTRICTED"] });
    expect((await houses.run("archive", ["bundle", "export", ITEM, "--to", at("held"), "--with-restricted"])).exit).toBe(0);
    await houses.trust("reading-room", "archive");
    const { envelope, exit } = await houses.run("reading-room", ["bundle", "import", at("held"), "--wait"]);
    expect({ exit, items: envelope.data.items }).toMatchObject({ exit: 0, items: [{ id: ITEM, access: "restricted" }] });
    expect((await houses.run("reading-room", ["bundle", "export", "--all", "--to", at("again")])).envelope.counts).toMatchObject({
      items: 0,
      restricted: 1,
    });
  }, 600_000);

  test("is not opened by a bundle in which it is public: that is for a person here to say", async () => {
    await houses.copy("reading-room", "open-room");
    await houses.describe("open-room", { access: "public" });
    await mkdir(at("opened"), { recursive: true });
    await houses.run("open-room", ["bundle", "export", ITEM, "--to", at("opened")]);
    await houses.trust("reading-room", "open-room");
    const before = await houses.known("reading-room");
    const { envelope, exit } = await houses.run("reading-room", ["bundle", "import", at("opened")]);
    expect({ exit, codes: envelope.errors.map(({ code }) => code) }).toEqual({ exit: 3, codes: ["BUNDLE-RECORD"] });
    const record = (lines: readonly string[]) => lines.filter((line) => / (record|publication) /.test(line));
    expect(record((await houses.known("reading-room")).current)).toEqual(record(before.current));
  }, 600_000);
});

/** Write the list of tag files anew, as somebody would who changes a bundle. */
async function rehash(folder: string): Promise<void> {
  const { createHash } = await import("node:crypto");
  const names = (await filesBelow(folder)).filter((name) => !name.startsWith("data/") && name !== "tagmanifest-sha256.txt");
  const lines = [];
  for (const name of names) {
    const digest = createHash("sha256")
      .update(await readFile(join(folder, name)))
      .digest("hex");
    lines.push(`${digest}  ${name}\n`);
  }
  await rm(join(folder, "tagmanifest-sha256.txt"));
  await writeFile(join(folder, "tagmanifest-sha256.txt"), lines.join(""));
}
