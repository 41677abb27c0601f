/** Words of the names of eras, as they are looked up. */
import { foldWord } from "./fold-word.ts";

/** Readings of the South and of older books, by how they are typed; the name is looked up by the other reading. */
const OTHER_READINGS: Readonly<Record<string, string>> = {
  ...{ mạng: "menh", mang: "menh", phước: "phuc", phuoc: "phuc", chánh: "chinh", thạnh: "thinh", bửu: "bao", buu: "bao" },
  ...{ thới: "thai", thoại: "thuy", võ: "vu", huỳnh: "hoang", huynh: "hoang", kiền: "can", khương: "khang", hi: "hy" },
};

/** Dates are made of few words; the bound only keeps foreign text from filling memory. */
const KEPT_WORDS = 5_000;
const kept = new Map<string, string>();

/** A word of a name as names are looked up: without marks, and in the reading of the table. */
export function eraWord(word: string): string {
  const known = kept.get(word);
  if (known !== undefined) return known;
  const found = OTHER_READINGS[word.toLowerCase().normalize("NFC")] ?? foldWord(word);
  if (kept.size >= KEPT_WORDS) kept.clear();
  kept.set(word, found);
  return found;
}
