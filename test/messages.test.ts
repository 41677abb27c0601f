import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSources } from "./architecture/sources.ts";

const ROOT = join(import.meta.dirname, "..");

type Entry = string | { readonly message: string; readonly advice: string };
type Table = ReadonlyMap<string, Entry>;

/** All areas of one language; a key that stands in two areas is told. */
function readTable(language: "vi" | "en"): { readonly table: Table; readonly twice: readonly string[] } {
  const folder = join(ROOT, "cli/messages", language);
  const table = new Map<string, Entry>();
  const twice: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    for (const [key, entry] of Object.entries(JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, Entry>)) {
      if (table.has(key)) twice.push(key);
      table.set(key, entry);
    }
  }
  return { table, twice };
}

/** The texts of an entry, message and advice apart. */
function textsOf(entry: Entry | undefined): readonly string[] {
  if (entry === undefined) return [];
  return typeof entry === "string" ? [entry] : [entry.message, entry.advice];
}

function placeholders(text: string): readonly string[] {
  return [
    ...new Set([...text.matchAll(/\{(\w+(?::[\w.]+)?)(?:\|[^|{}]*\|[^|{}]*)?\}/g)].map((match) => match[1] as string)),
  ].sort();
}

const CODE = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*$/;

/** What the sources say: codes at `code:`, all texts in quotes, and the fixed beginnings of computed ones. */
function readUse(codeOf: readonly string[]) {
  const all = codeOf.join("\n");
  const quoted = new Set([...all.matchAll(/"((?:\\.|[^"\\\n])*)"/g)].map((match) => match[1] as string));
  const begun = new Set([...all.matchAll(/`([^`$]+)\$\{/g)].map((match) => match[1] as string));
  const stated = [...all.matchAll(/\bcode:([^,;}\n]*)/g)].flatMap((match) => [...(match[1] as string).matchAll(/"([^"]+)"/g)]);
  const codes = new Set(stated.map((match) => match[1] as string).filter((code) => CODE.test(code)));
  const said = new Set([...all.matchAll(/\bsay\(\s*"([^"]+)"/g)].map((match) => match[1] as string));
  return { quoted, begun, codes, said };
}

const vi = readTable("vi");
const en = readTable("en");
const product = readSources(ROOT).filter((source) => !/^(test|bench)\//.test(source.path));
const sourcesOf = (isWanted: (path: string) => boolean) => product.filter(({ path }) => isWanted(path)).map(({ code }) => code);
// The workroom's pages bring their own words in both languages, which the compiler compares.
const isNoPage = (path: string) => !path.startsWith("web/workroom/");
const use = { ...readUse(sourcesOf(() => true)), said: readUse(sourcesOf(isNoPage)).said };

/** Codes handed on as plain texts: whatever begins like a known code. */
const families = new Set(
  [...use.codes, ...[...vi.table.keys()].filter((key) => CODE.test(key))].map((code) => code.split("-")[0] as string),
);
const handedOn = [...use.quoted].filter(
  (text) => CODE.test(text) && text.includes("-") && families.has(text.split("-")[0] as string),
);

describe("the messages", () => {
  test("were really seen, and so were the codes of the sources", () => {
    expect(vi.table.size).toBeGreaterThan(50);
    expect(use.codes.size).toBeGreaterThan(30);
    expect(use.said.size).toBeGreaterThan(10);
  });

  test("say each key once", () => {
    expect([...vi.twice, ...en.twice]).toEqual([]);
  });

  test("have every code of the sources, with advice, in both languages", () => {
    const wanted = [...new Set([...use.codes, ...handedOn])].sort();
    const lacks = (table: Table) => wanted.filter((code) => textsOf(table.get(code)).length !== 2);
    expect({ vi: lacks(vi.table), en: lacks(en.table) }).toEqual({ vi: [], en: [] });
  });

  test("have every phrase that the sources say", () => {
    const lacks = (table: Table) => [...use.said].filter((key) => textsOf(table.get(key)).length !== 1).sort();
    expect({ vi: lacks(vi.table), en: lacks(en.table) }).toEqual({ vi: [], en: [] });
  });

  test("are the same keys in both languages", () => {
    expect([...en.table.keys()].filter((key) => !vi.table.has(key))).toEqual([]);
    expect([...vi.table.keys()].filter((key) => !en.table.has(key))).toEqual([]);
  });

  test("hold none that the sources do not use", () => {
    // `{column:register.column}` in a text says one of the phrases that begin so.
    const phrases = [...vi.table.values()]
      .flatMap(textsOf)
      .flatMap(placeholders)
      .flatMap((place) => place.split(":")[1] ?? []);
    const begun = [...use.begun, ...phrases.map((start) => `${start}-`)];
    const isUsed = (key: string) => use.quoted.has(key) || begun.some((start) => key.startsWith(start) && start.length > 2);
    expect([...vi.table.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });

  test("have the same places to fill in both languages", () => {
    const differing = [...vi.table].filter(([key, entry]) => {
      const [ours, theirs] = [textsOf(entry), textsOf(en.table.get(key))];
      return ours.some((text, i) => placeholders(text).join() !== placeholders(theirs[i] ?? "").join());
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test("are never empty, and composed in Vietnamese", () => {
    const bad = (table: Table) =>
      [...table].filter(([, entry]) => textsOf(entry).some((text) => text.trim() === "" || text !== text.normalize("NFC")));
    expect([...bad(vi.table), ...bad(en.table)].map(([key]) => key)).toEqual([]);
  });

  test("are not English where they should be Vietnamese", () => {
    const same = [...vi.table].filter(([key, entry]) =>
      textsOf(entry).some((text, i) => text.length > 16 && text === textsOf(en.table.get(key))[i]),
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

describe("the reading of the sources", () => {
  test("finds codes however they are stated", () => {
    const found = readUse([
      'throw new InputError({ code: "SRC-EMPTY", subject });',
      'const x = { code: isLate ? "A-ONE" : "B-TWO" };',
    ]);
    expect([...found.codes]).toEqual(["SRC-EMPTY", "A-ONE", "B-TWO"]);
  });

  test("finds computed keys by their beginning", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a source text
    expect([...readUse(["context.say(`stage.${name}`)"]).begun]).toEqual(["stage."]);
  });

  test("finds what a text wants filled in", () => {
    expect(placeholders("{b} và {a}, lại {b}")).toEqual(["a", "b"]);
  });
});
