/** A BCP 47 tag in the codes that library formats want. */
import { isHanScript } from "../pipeline/record.ts";

/** ISO 639-2/B and ISO 15924. */
export interface LanguageCodes {
  readonly language: string;
  readonly script: string;
}

/** MARC and MODS know no code for literary Chinese but that of Chinese. */
const BIBLIOGRAPHIC: Readonly<Record<string, string>> = {
  vi: "vie",
  lzh: "chi",
  zh: "chi",
  fr: "fre",
  en: "eng",
  la: "lat",
  pt: "por",
  ja: "jpn",
  ko: "kor",
  km: "khm",
  lo: "lao",
  cjm: "cam",
  sa: "san",
  pi: "pli",
  de: "ger",
  ru: "rus",
  es: "spa",
};

const TAGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(BIBLIOGRAPHIC)
    .filter(([tag]) => tag !== "lzh")
    .map(([tag, code]) => [code, tag]),
);

/** The codes of a tag; `und` for a language without a code here, unless the tag's language is a code of three letters itself. */
export function languageCodes(tag: string): LanguageCodes {
  const parts = tag.split("-");
  const language = (parts[0] ?? "").toLowerCase();
  const named = parts.slice(1).find((part) => /^[A-Za-z]{4}$/.test(part));
  const script = named === undefined ? (isHanScript(tag) ? "Hani" : "Latn") : titleCase(named);
  return { language: BIBLIOGRAPHIC[language] ?? (/^[a-z]{3}$/.test(language) ? language : "und"), script };
}

/** The tag for codes that another program wrote; Chinese in the script of books, Vietnamese in Nôm when the script is Han. */
export function languageTag({ language, script }: Partial<LanguageCodes>): string | undefined {
  if (language === undefined || !/^[a-z]{3}$/.test(language)) return undefined;
  const tag = TAGS[language] ?? language;
  const isHan = script !== undefined && /^Han[ist]?$/.test(script);
  if (tag === "zh") return "lzh";
  return isHan ? `${tag}-Hani` : tag;
}

function titleCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}
