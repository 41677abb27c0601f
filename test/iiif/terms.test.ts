import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TERM_NAMES } from "../../iiif/term-names.ts";
import { termOf, termsOf } from "../../iiif/terms.ts";

const FOLDER = join(import.meta.dirname, "../../config/lists");
const inManifests = Object.keys(TERM_NAMES).filter((list) => readdirSync(FOLDER).includes(`${list}.json`));

describe("the names of controlled entries", () => {
  test.each(inManifests)("are those of the list %s", (list) => {
    const entries = JSON.parse(readFileSync(join(FOLDER, `${list}.json`), "utf8")) as { id: string; vi: string; en: string }[];
    expect(TERM_NAMES[list]).toEqual(Object.fromEntries(entries.map(({ id, vi, en }) => [id, [vi, en]])));
  });

  test("were compared with some lists", () => {
    expect(inManifests.length).toBeGreaterThan(5);
  });

  test("are the site's own where it has one, and the id where nobody has any", () => {
    const own = { termName: (_list: string, id: string) => (id === "author" ? { vi: ["Trứ giả"] } : undefined) };
    expect(termOf("roles", "author", own)).toEqual({ vi: ["Trứ giả"] });
    expect(termOf("roles", "author", {})).toEqual({ vi: ["Tác giả"], en: ["Author"] });
    expect(termOf("roles", "our-role", {})).toEqual({ none: ["our-role"] });
  });

  test("stand together in each language, never beside a text without one", () => {
    expect(termsOf("roles", ["author", "our-role"], {})).toEqual({ vi: ["Tác giả", "our-role"], en: ["Author", "our-role"] });
    expect(termsOf("roles", ["our-role"], {})).toEqual({ none: ["our-role"] });
    expect(termsOf("roles", [], {})).toBeUndefined();
  });
});
