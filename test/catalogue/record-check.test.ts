import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { authoritiesOf, authoritiesSchema } from "../../catalogue/record/authorities.ts";
import { checkRecord, type RecordRules } from "../../catalogue/record/check.ts";
import { isListed, listSchema, termsOf, withOwnEntries } from "../../catalogue/record/lists.ts";
import { recordProfileSchema } from "../../catalogue/record/profile.ts";
import { type RecordInput, recordSchema } from "../../pipeline/record.ts";

const CONFIG = join(import.meta.dirname, "../../config");
const readAll = <T>(folder: string, parse: (value: unknown) => T) =>
  new Map(
    readdirSync(join(CONFIG, folder)).map((name) => {
      const value: unknown = JSON.parse(readFileSync(join(CONFIG, folder, name), "utf8"));
      return [name.replace(".json", ""), parse(value)] as const;
    }),
  );
const lists = readAll("lists", (value) => listSchema.parse(value));
const profiles = readAll("record-profiles", (value) => recordProfileSchema.parse(value));
const rules: RecordRules = { lists, profiles, authorities: authoritiesOf([]) };

const EDICT: RecordInput = {
  v: 1,
  shelfmark: "SP.1",
  profile: "royal-edict",
  titles: [{ language: "lzh", text: "敕" }],
  agents: [{ role: "recipient", name: "城隍" }],
  dateAsWritten: "嗣德三十三年十一月二十四日",
  dateEdtf: "1880",
  form: "silk-document",
  dimensions: { heightMillimetres: 500, widthMillimetres: 1200 },
  language: "lzh",
  seals: [{ text: "敕命之寶" }],
  places: [{ name: "東鄂社" }],
  holder: "Đình Đông Ngạc",
  consent: "granted",
};
const check = (change: Partial<RecordInput> = {}, pageCount?: number) =>
  checkRecord(recordSchema.parse({ ...EDICT, ...change }), rules, { pageCount });
const errors = (change: Partial<RecordInput>, pageCount?: number) =>
  check(change, pageCount)
    .filter(({ level }) => level === "error")
    .map(({ field, code }) => `${field} ${code}`);

describe("the profiles of records", () => {
  test("are eight kinds of document, in both languages, with fields that lists and roles know", () => {
    expect([...profiles.keys()].sort()).toEqual([
      "endogenous-work",
      "genealogy",
      "land-register",
      "local-history",
      "manuscript",
      "printed-book",
      "royal-edict",
      "stele-rubbing",
    ]);
    for (const [name, { fields, defaults }] of profiles) {
      const bare = { v: 1, shelfmark: "X", titles: [{ language: "vi", text: "X" }], profile: name, ...defaults };
      const record = recordSchema.parse(bare);
      expect(
        checkRecord(record, rules).filter(({ code }) => code === "REC-UNLISTED"),
        name,
      ).toEqual([]);
      const needed = fields.filter(({ need }) => need === "required").map(({ field }) => field);
      expect(needed, name).toEqual(expect.arrayContaining(["shelfmark", "titles", "holder", "access"]));
      const roles = fields.flatMap(({ field, mustHold = [] }) => (field === "agents" ? mustHold : []));
      expect(roles.filter((role) => !isListed(lists, "roles", role))).toEqual([]);
    }
  });
});

describe("the check of a record", () => {
  test("finds nothing wrong with a royal edict that is described in full", () => {
    expect(errors({})).toEqual([]);
  });

  test("tells all problems at once, each with its field", () => {
    const found = errors(
      {
        agents: [{ role: "cook", name: "X" }],
        seals: [],
        genre: "novel",
        dateEdtf: "1920",
        rights: "https://example.org/free",
        consent: "pending",
        otherLanguages: ["tiếng Việt"],
        divisions: [{ title: "A", page: 9 }],
        summary: "hỏng \uFFFD",
      },
      4,
    );
    expect(found).toEqual([
      "agents REC-MUST-HOLD",
      "seals REC-REQUIRED",
      "genre REC-UNLISTED",
      "agents REC-UNLISTED",
      "otherLanguages REC-TAG",
      "dateEdtf REC-DATE-DIFFERS",
      "rights REC-RIGHTS-URI",
      "access REC-CONSENT",
      "divisions REC-PAGE",
      "summary REC-DAMAGED",
    ]);
  });

  test("takes a year that its era can mean, and one that is said to be inferred", () => {
    expect(errors({ dateEdtf: "1880/1881" })).toEqual([]);
    expect(errors({ dateEdtf: "1882" })).toEqual(["dateEdtf REC-DATE-DIFFERS"]);
    expect(errors({ dateEdtf: "1882", dateCertainty: "inferred" })).toEqual([]);
    expect(errors({ dateEdtf: "năm 1880" })).toEqual(["dateEdtf REC-EDTF"]);
  });

  test("keeps a document private until its owner agrees", () => {
    expect(errors({ consent: "refused" })).toEqual(["access REC-CONSENT"]);
    expect(errors({ consent: "refused", access: "internal" })).toEqual([]);
  });

  test("knows the kinds of document, and asks for no form where none is named", () => {
    const { profile: _profile, seals: _seals, ...bare } = EDICT;
    expect(checkRecord(recordSchema.parse(bare), rules)).toEqual([]);
    expect(errors({ profile: "papyrus" })).toEqual(["profile REC-PROFILE"]);
  });
});

describe("controlled lists", () => {
  test("are added to, renamed and hidden by the library", () => {
    const own = new Map([
      [
        "genres",
        listSchema.parse([
          { id: "novel", vi: "tiểu thuyết", en: "novel" },
          { id: "poetry", vi: "thi ca", en: "verse" },
        ]),
      ],
      ["shelves", listSchema.parse([{ id: "a", vi: "kệ A", en: "shelf A" }])],
    ]);
    const merged = withOwnEntries(lists, own);
    expect(isListed(merged, "genres", "novel")).toBe(true);
    expect(isListed(merged, "genres", "royal-edict")).toBe(true);
    expect(termsOf(merged, "vi").label("genres", "poetry")).toBe("thi ca");
    expect(isListed(merged, "shelves", "b")).toBe(false);
    expect(isListed(lists, "genres", "novel")).toBe(false);
  });

  test("are found by id, in both languages, and by other names, whatever the case and the marks", () => {
    const terms = termsOf(lists, "vi");
    for (const text of ["woodblock", "Khắc in", "KHAC IN", "Mộc bản", "woodblock print"]) {
      expect(terms.find("forms", text), text).toBe("woodblock");
    }
    expect(terms.find("forms", "giấy")).toBeUndefined();
  });

  test("lead from every label back to its entry", () => {
    for (const language of ["vi", "en"] as const) {
      const terms = termsOf(lists, language);
      const lost = [...lists].flatMap(([list, entries]) =>
        entries.filter(({ id }) => terms.find(list, terms.label(list, id) ?? "") !== id).map(({ id }) => `${list}/${id}`),
      );
      expect(lost).toEqual([]);
    }
  });
});

describe("authorities", () => {
  const authorities = authoritiesOf(
    authoritiesSchema.parse([
      {
        id: "nguyen-du",
        kind: "person",
        names: [
          { language: "vi", text: "Nguyễn Du" },
          { language: "lzh", text: "阮攸" },
        ],
        variants: [
          { language: "vi", text: "Tố Như", kind: "courtesy" },
          { language: "vi", text: "Thanh Hiên", kind: "art" },
        ],
        years: "1766-1820",
      },
      {
        id: "ha-noi",
        kind: "place",
        names: [{ language: "vi", text: "Hà Nội" }],
        variants: [{ language: "lzh", text: "昇龍", kind: "old" }],
      },
    ]),
  );

  test("are found by every form of the name, in any case and without marks", () => {
    for (const name of ["Nguyễn Du", "nguyen du", "阮攸", "TỐ NHƯ", "Thanh Hiên"]) {
      expect(
        authorities.named(name).map(({ id }) => id),
        name,
      ).toEqual(["nguyen-du"]);
    }
    expect(authorities.named("昇龍").map(({ id }) => id)).toEqual(["ha-noi"]);
    expect(authorities.named("阮")).toEqual([]);
    expect(authorities.byId("ha-noi")?.kind).toBe("place");
  });

  test("are asked for by records: an id that nobody has is a warning", () => {
    const record = recordSchema.parse({
      ...EDICT,
      agents: [{ role: "recipient", name: "X", authority: "x" }],
      places: [{ name: "昇龍", authority: "ha-noi" }],
    });
    const issues = checkRecord(record, { ...rules, authorities });
    expect(issues.filter(({ code }) => code === "REC-AUTHORITY").map(({ facts }) => facts["value"])).toEqual(["x"]);
  });
});
