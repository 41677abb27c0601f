/** What a date can mean: every candidate with its reasons, and what is wrong or open. Sentences are made elsewhere. */
import type { Era } from "./era.ts";

/** Why a candidate is one. */
export type DateReason =
  /** The year of the era is counted out. */
  | { readonly code: "era-year"; readonly era: string; readonly regime: string; readonly eraYear: number }
  /** Only the era is told: any of its years. */
  | { readonly code: "era-span"; readonly era: string; readonly regime: string }
  /** The era had ended at court; others counted on. */
  | { readonly code: "later-use"; readonly era: string; readonly by: "nguyen-lords" | "can-vuong"; readonly lastYear: number }
  /** The sexagenary name agrees, or was all that there is to go by. */
  | { readonly code: "cycle-agrees" | "cycle-alone"; readonly cycle: string }
  /** The sexagenary name belongs to another year than the one counted. */
  | { readonly code: "cycle-differs"; readonly cycle: string; readonly cycleOfYear: string }
  /** The year of our count that the text tells agrees, or is all. */
  | { readonly code: "gregorian-agrees" | "gregorian-alone"; readonly year: number }
  /** A month that begins or ends in the next year of our count. */
  | { readonly code: "crosses-new-year"; readonly month: number }
  /** The sources disagree about this era. */
  | { readonly code: "doubtful-era"; readonly doubt: NonNullable<Era["doubt"]> }
  /** Day and month may be of the lunar year: before our calendar came into use, books mean that. */
  | { readonly code: "lunar-month"; readonly month: number }
  | { readonly code: "century" | "regime" | "ruler"; readonly name: string };

/** One thing that the date can mean. */
export interface DateCandidate {
  /** Extended Date/Time Format, level 1: 1840, 1882-12/1883-02, 1850~, 1789?. */
  readonly edtf: string;
  /** First and last year of our count that it can touch. */
  readonly firstYear: number;
  readonly lastYear: number;
  /** The era it was counted by, in Han characters and in Quốc ngữ. */
  readonly era?: { readonly han: string; readonly vi: string; readonly regime: string; readonly year?: number };
  readonly reasons: readonly DateReason[];
}

/** What is wrong with a date, or open. The code is that of the message. */
export type DateProblem =
  | { readonly code: "DATE-UNREAD" }
  | { readonly code: "DATE-ERA"; readonly era: string; readonly regime: string; readonly eraYear: number; readonly years: number }
  | { readonly code: "DATE-CANCHI"; readonly cycle: string; readonly year: number; readonly cycleOfYear: string }
  /** No year of the era, or of the ruler's eras, bears the sexagenary name. */
  | { readonly code: "DATE-CANCHI-ERA"; readonly cycle: string; readonly era: string; readonly years: string }
  /** Two eras of one date never met in the years counted. */
  | { readonly code: "DATE-ERAS"; readonly one: string; readonly other: string }
  /** The end of a span comes before its beginning. */
  | { readonly code: "DATE-ORDER"; readonly first: string; readonly last: string }
  | { readonly code: "DATE-YEAR"; readonly year: number; readonly counted: string }
  | { readonly code: "DATE-DAY"; readonly day: number; readonly month: number }
  | { readonly code: "DATE-AMBIGUOUS"; readonly candidates: number }
  | { readonly code: "DATE-BRANCH"; readonly branch: string };

/** A date as read. One candidate and no problem: the date is settled. */
export interface DateReading {
  readonly asWritten: string;
  /** The most likely first: Vietnamese before Chinese, then by time. */
  readonly candidates: readonly DateCandidate[];
  readonly problems: readonly DateProblem[];
}

/** The one thing that a date means, when it is beyond doubt. */
export function settled(reading: DateReading): DateCandidate | undefined {
  return reading.problems.length === 0 && reading.candidates.length === 1 ? reading.candidates[0] : undefined;
}
