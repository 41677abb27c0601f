/** The language of a page's text, where it is not that of the book: a preface in Quốc ngữ, a poem in Hán. */
import { isHanScript } from "../../pipeline/record.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";

/**
 * BCP 47 tag, or undefined when the book's own serves. Characters say the script of a page and not whether they are Hán or Nôm,
 * so a Hán-Nôm page of a Vietnamese book is "und-Hani"; Latin letters may be French as well as Vietnamese.
 */
export function languageOfPage({ script }: Pick<TextLayer, "script">, bookLanguage: string): string | undefined {
  if (script === "han-nom") return isHanScript(bookLanguage) ? undefined : "und-Hani";
  if (script === "quoc-ngu") return /^vi(-Latn)?$/i.test(bookLanguage) ? undefined : "vi";
  return isHanScript(bookLanguage) ? "und-Latn" : undefined;
}
