/** Brings the fonts for Hán-Nôm characters that a screen shows: only those that were not asked for before. */
import { addressOf } from "./api.ts";

const HAN = /[\p{Script=Han}\u{16ff0}\u{16ff1}]/gu;
/** Longer addresses are cut by proxies. */
const AT_ONCE = 300;
const asked = new Set<string>();

/** Ask for the fonts of these texts. Cheap when there is nothing new in them. */
export function needFonts(...texts: readonly string[]): void {
  const fresh = new Set<string>();
  for (const text of texts) for (const [each] of text.matchAll(HAN)) if (!asked.has(each)) fresh.add(each);
  const characters = [...fresh];
  for (const each of characters) asked.add(each);
  for (let start = 0; start < characters.length; start += AT_ONCE) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = addressOf(`/assets/han.css?text=${encodeURIComponent(characters.slice(start, start + AT_ONCE).join(""))}`);
    document.head.append(link);
  }
}
