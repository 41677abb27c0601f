/** Languages of titles and texts, as IIIF wants them: BCP 47 tags, none beside "none". */
import type { InternationalString } from "@iiif/presentation-3";
import type { TextLayer } from "../pipeline/text-layer.ts";

/** A label in the two languages of the interface, Vietnamese first. */
export function bilingual(vi: string, en: string): InternationalString {
  return { vi: [vi], en: [en] };
}

/** A text without a language, such as a shelfmark. */
export function neutral(...texts: readonly string[]): InternationalString {
  return { none: [...texts] };
}

/**
 * A key for a language map. Only letters and hyphens are allowed there by the IIIF schema, so a tag with digits
 * (es-419) is cut to the part before them; what is no tag at all becomes "und".
 */
export function languageKey(tag: string): string {
  const parts = tag.split("-");
  const end = parts.findIndex((part) => !/^[A-Za-z]{1,8}$/.test(part));
  const kept = end === -1 ? parts : parts.slice(0, end);
  return kept[0] && kept[0].length >= 2 ? kept.join("-") : "und";
}

/** Titles in several languages as one language map; the order of languages is that of the record. */
export function languageMap(texts: readonly { readonly language: string; readonly text: string }[]): InternationalString {
  const map: Record<string, string[]> = {};
  for (const { language, text } of texts) {
    const key = languageKey(language);
    map[key] = [...(map[key] ?? []), text];
  }
  return map;
}

/** The language of the text of a page: the record's where it can be true for the script, else the script's usual one. */
export function textLanguage(script: TextLayer["script"], recordLanguage: string): string {
  const isHan = /^(lzh|zh|och|ltc)\b|-Han[ist]?\b/i.test(recordLanguage);
  if (script === "han-nom") return isHan ? languageKey(recordLanguage) : "vi-Hani";
  if (script === "quoc-ngu") return "vi";
  return isHan ? "und" : languageKey(recordLanguage);
}

const NAMES: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  "vi-Hani": ["Tiếng Việt (chữ Nôm)", "Vietnamese (Nôm script)"],
  vi: ["Tiếng Việt (chữ Quốc ngữ)", "Vietnamese (Quốc ngữ)"],
  lzh: ["Hán văn", "Literary Chinese"],
  "zh-Hant": ["Tiếng Trung (chữ phồn thể)", "Chinese (traditional)"],
  fr: ["Tiếng Pháp", "French"],
  en: ["Tiếng Anh", "English"],
  la: ["Tiếng La-tinh", "Latin"],
};

/** The name of a language for readers; the tag itself where no name is known. */
export function languageName(tag: string): InternationalString {
  const name = NAMES[tag];
  return name ? bilingual(...name) : neutral(tag);
}

/** Several languages by name, in one value for both languages of the interface; a tag without a name stands in both. */
export function languageNames(tags: readonly string[]): InternationalString {
  const names = tags.map((tag) => NAMES[tag] ?? [tag, tag]);
  return { vi: names.map(([vi]) => vi), en: names.map(([, en]) => en) };
}
