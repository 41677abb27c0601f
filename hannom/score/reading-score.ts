/** How well a recognizer read lines whose truth is known: what `sohoa evaluate` prints. */
import { alignCharacters } from "../align-characters.ts";
import { type CharacterErrors, characterErrors } from "../character-error.ts";
import { foldVariants } from "../variants.ts";
import { type ErrorRate, errorRate, sum } from "./error-interval.ts";

/** One line with its truth. */
export interface ReadLine {
  /** What is resampled together: the page. */
  readonly page: string;
  /** What is reported apart, such as verse and prose. */
  readonly kind: string;
  readonly truth: string;
  readonly characters: readonly ReadCharacterScore[];
}

/** A character that was read, with what else it could be, the likeliest first. */
export interface ReadCharacterScore {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly alternatives: readonly string[];
}

/** The figures of a set of lines. */
export interface ReadingScore {
  readonly lines: number;
  readonly pages: number;
  readonly all: ErrorRate;
  /** Variant characters (Unihan) counted as the same. */
  readonly folded: ErrorRate;
  readonly kinds: ReadonlyMap<string, ErrorRate>;
  /** Share of the lines without any error. */
  readonly exactShare: number;
  /** Share of the truth's characters that are among the five likeliest at their place. */
  readonly topFiveShare: number;
  /** Expected calibration error over ten bins of confidence. */
  readonly calibrationError: number;
  readonly confusions: readonly Confusion[];
}

/** A character taken for another; an empty string stands for nothing. */
export interface Confusion {
  readonly truth: string;
  readonly read: string;
  readonly count: number;
}

const BINS = 10;

/** Score lines; the formula of the rate is that of `characterErrors`. */
export function scoreReading(lines: readonly ReadLine[]): ReadingScore {
  const textOf = (line: ReadLine) => line.characters.map((each) => each.text).join("");
  const errors = lines.map((line) => characterErrors(line.truth, textOf(line)));
  const folded = lines.map((line) => characterErrors(foldVariants(line.truth), foldVariants(textOf(line))));
  const rateOfKind = (kind: string): ErrorRate => {
    const chosen = lines.flatMap((line, i) => (line.kind === kind ? [i] : []));
    return errorRate(
      byPage(
        chosen.map((i) => lines[i] as ReadLine),
        chosen.map((i) => errors[i] as CharacterErrors),
      ),
    );
  };
  const kinds = [...new Set(lines.map((line) => line.kind))].sort();
  const places = lines.flatMap(compared);
  const asked = places.filter((place) => place.truth !== "");
  return {
    lines: lines.length,
    pages: new Set(lines.map((line) => line.page)).size,
    all: errorRate(byPage(lines, errors)),
    folded: errorRate(byPage(lines, folded)),
    kinds: new Map(kinds.map((kind) => [kind, rateOfKind(kind)])),
    exactShare: share(errors.filter((each) => each.distance === 0).length, lines.length),
    topFiveShare: share(asked.filter((place) => place.isAmongFive).length, asked.length),
    calibrationError: calibrationError(places),
    confusions: confusionsOf(places),
  };
}

function byPage(lines: readonly ReadLine[], errors: readonly CharacterErrors[]): readonly CharacterErrors[] {
  const pages = new Map<string, CharacterErrors[]>();
  for (const [i, line] of lines.entries()) {
    const page = pages.get(line.page) ?? [];
    page.push(errors[i] as CharacterErrors);
    pages.set(line.page, page);
  }
  return [...pages.values()].map(sum);
}

interface Place {
  readonly truth: string;
  readonly read: string;
  readonly isAmongFive: boolean;
  readonly confidence: number;
}

function compared(line: ReadLine): readonly Place[] {
  const truth = [...line.truth.replace(/[\s\uFEFF]/gu, "")];
  const read = line.characters;
  const pairs = alignCharacters(
    truth,
    read.map((each) => each.text),
  );
  return pairs.map((pair): Place => {
    const wanted = pair.truth === undefined ? "" : (truth[pair.truth] as string);
    const given = pair.read === undefined ? undefined : read[pair.read];
    const five = given === undefined ? [] : [given.text, ...given.alternatives].slice(0, 5);
    return { truth: wanted, read: given?.text ?? "", isAmongFive: five.includes(wanted), confidence: given?.confidence ?? 0 };
  });
}

function calibrationError(places: readonly Place[]): number {
  const read = places.filter((place) => place.read !== "");
  const bins = Array.from({ length: BINS }, () => ({ right: 0, confidence: 0, count: 0 }));
  for (const place of read) {
    const bin = bins[Math.min(BINS - 1, Math.floor(place.confidence * BINS))] as (typeof bins)[number];
    bin.count++;
    bin.confidence += place.confidence;
    if (place.read === place.truth) bin.right++;
  }
  return share(
    bins.reduce((total, bin) => total + Math.abs(bin.right - bin.confidence), 0),
    read.length,
  );
}

function confusionsOf(places: readonly Place[]): readonly Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { truth, read } of places) {
    if (truth === read) continue;
    const key = `${truth}→${read}`;
    counts.set(key, { truth, read, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.truth + a.read < b.truth + b.read ? -1 : 1));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
