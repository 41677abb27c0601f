/** Languages and access levels as Vietnamese libraries write them. */
import type { ItemRecord } from "../pipeline/record.ts";
import { foldColumnName } from "./column-name.ts";

const LANGUAGES: Readonly<Record<string, string>> = {
  han: "lzh",
  "chu han": "lzh",
  "han van": "lzh",
  nom: "vi-Hani",
  "chu nom": "vi-Hani",
  "han nom": "vi-Hani",
  "quoc ngu": "vi",
  "chu quoc ngu": "vi",
  "tieng viet": "vi",
  viet: "vi",
  phap: "fr",
  "tieng phap": "fr",
  anh: "en",
  "tieng anh": "en",
};

const WORDS: Readonly<Record<string, string>> = { lzh: "Hán", "vi-Hani": "Nôm", vi: "Quốc ngữ", fr: "Pháp", en: "Anh" };

const ACCESS: Readonly<Record<string, ItemRecord["access"]>> = {
  "": "public",
  "cong khai": "public",
  public: "public",
  "noi bo": "internal",
  internal: "internal",
  "han che": "restricted",
  restricted: "restricted",
};

const ACCESS_WORDS = { public: "công khai", internal: "nội bộ", restricted: "hạn chế" } as const;

/** A word for a language, or a BCP 47 tag; undefined for anything else. */
export function readLanguageWord(text: string): string | undefined {
  return LANGUAGES[foldColumnName(text)] ?? (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text) ? text : undefined);
}

/** The word for a language, or its tag. */
export function languageWord(tag: string): string {
  return WORDS[tag] ?? tag;
}

/** Who may see it; nothing means everybody. */
export function readAccessWord(text: string): ItemRecord["access"] | undefined {
  return ACCESS[foldColumnName(text)];
}

/** The word for an access level. */
export function accessWord(access: ItemRecord["access"]): string {
  return ACCESS_WORDS[access];
}
