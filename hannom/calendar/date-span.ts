/** "From here to there" in one date: "Quang Thiệu 5 đến Nguyên Hòa 16", 起景興五年盡景興十年. */
import type { DateCandidate, DateReading } from "./date-reading.ts";
import { settled } from "./date-reading.ts";
import type { DateToken } from "./date-token.ts";

type Read = (asWritten: string, tokens: readonly DateToken[]) => DateReading;

const LEAST_YEAR = 900;

/**
 * The span, where both ends tell a year in lunar terms; undefined where the date tells one time only. An end that names no era
 * has that of the other. A dash between two names of the same year joins them and makes no span.
 */
export function readSpan(asWritten: string, tokens: readonly DateToken[], read: Read): DateReading | undefined {
  const at = tokens.findIndex(
    (token, index) => token.kind === "to" && isSpan(tokens.slice(0, index), tokens.slice(index + 1), token.isWord === true),
  );
  const sign = tokens[at];
  if (sign?.kind !== "to") return undefined;
  const [before, after] = [tokens.slice(0, at), tokens.slice(at + 1)];
  const [first, last] = [read(asWritten, withEraOf(before, after, true)), read(asWritten, withEraOf(after, before, false))];
  const problems = [...first.problems, ...last.problems];
  const [from, to] = [settled(first), settled(last)];
  if (!from || !to) return { asWritten, candidates: spans(first.candidates, last.candidates), problems };
  if (!sign.isWord && from.firstYear === to.firstYear) return undefined;
  if (from.firstYear <= to.firstYear) return { asWritten, candidates: [joined(from, to)], problems: [] };
  const order = { code: "DATE-ORDER", first: from.edtf, last: to.edtf } as const;
  return { asWritten, candidates: [joined(to, from)], problems: [order] };
}

function isSpan(before: readonly DateToken[], after: readonly DateToken[], isWord: boolean): boolean {
  const isName = ({ kind }: DateToken) => kind === "era" || (isWord && (kind === "cycle" || kind === "ruler"));
  const isNamed = (tokens: readonly DateToken[]) => tokens.some(isName);
  if (isNamed(before) && isNamed(after)) return true;
  const [named, other] = isNamed(before) ? [before, after] : [after, before];
  return isNamed(named) && named.some(({ kind }) => kind === "era") && isCount(other);
}

/** Nothing but a count of years: "năm thứ 5", or "5" alone. */
function isCount(tokens: readonly DateToken[]): boolean {
  const isAllowed = (token: DateToken) =>
    token.kind === "number"
      ? token.value < LEAST_YEAR
      : token.kind === "other" || (token.kind === "unit" && token.unit === "year");
  return tokens.every(isAllowed) && tokens.filter(({ kind }) => kind === "number").length === 1;
}

function withEraOf(tokens: readonly DateToken[], other: readonly DateToken[], isBefore: boolean): readonly DateToken[] {
  if (!isCount(tokens)) return tokens;
  const eras = other.filter(({ kind }) => kind === "era");
  const era = isBefore ? eras.slice(0, 1) : eras.slice(-1);
  return [...era, ...tokens];
}

/** Every span that the ends allow. */
function spans(first: readonly DateCandidate[], last: readonly DateCandidate[]): readonly DateCandidate[] {
  return first.flatMap((from) => last.filter((to) => from.firstYear <= to.firstYear).map((to) => joined(from, to)));
}

function joined(from: DateCandidate, to: DateCandidate): DateCandidate {
  const [start = ""] = from.edtf.split("/");
  const end = to.edtf.split("/").at(-1) ?? "";
  return {
    edtf: start === end ? start : `${start}/${end}`,
    firstYear: from.firstYear,
    lastYear: to.lastYear,
    reasons: [...from.reasons, ...to.reasons],
  };
}
