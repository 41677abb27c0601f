/** Titles of an item, for a reader of one language. */
import type { Publication } from "../../../pipeline/publication.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";

type Title = Publication["titles"][number];

/** The title that this reader reads most easily: in the reader's language, else in Quốc ngữ, else as written. */
export function titleFor(titles: readonly Title[], language: Language): Title {
  const find = (tag: string): Title | undefined => titles.find((title) => title.language === tag);
  return find(language) ?? find("vi") ?? titles[0] ?? { language: "und", text: "" };
}

/** The title with its language, so that browsers choose the right glyphs. */
export function titleHtml(title: Title): Html {
  return html`<span lang="${title.language}">${title.text}</span>`;
}

/** The title as the book has it, when that is another one. */
export function writtenTitle(titles: readonly Title[], shown: Title): Title | undefined {
  const [first] = titles;
  return first && first.text !== shown.text ? first : undefined;
}
