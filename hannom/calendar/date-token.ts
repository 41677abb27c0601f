/** What a date is made of, whichever script it is written in. */
import type { Era } from "./era.ts";
import type { Ruler } from "./rulers.ts";
import type { SexagenaryIndex } from "./sexagenary.ts";

/** What a number after or before a word counts. */
export type Unit = "year" | "month" | "day";

/** One thing said in a date, in the order of the text. */
export type DateToken =
  | { readonly kind: "era"; readonly eras: readonly Era[]; readonly text: string }
  | { readonly kind: "number"; readonly value: number; readonly isOrdinal?: boolean; readonly isArabic?: boolean }
  /** 年, niên, năm, thứ; a Vietnamese word stands before its number unless it is Sino-Vietnamese. */
  | { readonly kind: "unit"; readonly unit: Unit; readonly isBefore: boolean }
  | { readonly kind: "leap" }
  | { readonly kind: "cycle"; readonly index: SexagenaryIndex; readonly text: string }
  | { readonly kind: "branch"; readonly branch: number; readonly text: string }
  /** A month by its name: 正月, tháng giêng, 孟夏. */
  | { readonly kind: "month"; readonly month: number }
  /** A season: three months. */
  | { readonly kind: "season"; readonly season: 1 | 2 | 3 | 4 }
  | { readonly kind: "regime"; readonly name: string }
  | { readonly kind: "century" }
  | { readonly kind: "part"; readonly part: "early" | "middle" | "late" }
  | { readonly kind: "about" }
  | { readonly kind: "unsure" }
  /** From here to there: đến, 至; a mere dash may also only join what is the same. */
  | { readonly kind: "to"; readonly isWord?: boolean }
  | { readonly kind: "ruler"; readonly ruler: Ruler }
  /** âm lịch, dương lịch: which calendar days and months are of. */
  | { readonly kind: "calendar"; readonly isLunar: boolean }
  | { readonly kind: "slash" }
  /** A word that says nothing of the time. */
  | { readonly kind: "other" };
