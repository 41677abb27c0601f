/** The lunar years that era, sexagenary name and year of our count leave together; what contradicts is told, never dropped. */
import type { DateFacts, EraClause } from "./date-facts.ts";
import type { DateProblem, DateReason } from "./date-reading.ts";
import { type Era, isOfHouse } from "./era.ts";
import type { Ruler } from "./rulers.ts";
import { sexagenaryInHan, sexagenaryInVietnamese, sexagenaryOfYear, yearsAt } from "./sexagenary.ts";

/** A lunar year, or a span of them, that a date can mean. */
export interface LunarYears {
  readonly first: number;
  readonly last: number;
  readonly era?: Era;
  readonly eraYear?: number;
  readonly reasons: readonly DateReason[];
}

/** Years between which a sexagenary name alone is looked for: from the first Vietnamese era to the last year of the last. */
export interface Bounds {
  readonly firstYear: number;
  readonly lastYear: number;
}

/** Candidates and what is wrong. */
export interface Found {
  readonly years: readonly LunarYears[];
  readonly problems: readonly DateProblem[];
}

/** From everything that the date says of its year, but for our own count. */
export function lunarYears(facts: DateFacts, bounds: Bounds): Found {
  const cycle = facts.cycles[0];
  if (facts.eras.length === 0 && facts.ruler && facts.countedYear === undefined) {
    const reigns = { years: reignsOf(facts.ruler), problems: [] };
    return cycle ? withCycle(reigns, cycle.index, facts) : reigns;
  }
  const found = clausesOf(facts).map((clause) => byEra(clause));
  const [first, ...others] = found;
  if (!first) return cycle ? { years: byCycle(cycle.index, bounds), problems: [] } : { years: [], problems: [] };
  const joined = others.reduce(intersect, first);
  return cycle ? withCycle(joined, cycle.index, facts) : joined;
}

/** Eras narrowed by the house that is told beside them; a ruler's eras where no era is named. */
function clausesOf({ eras, ruler, regime, countedYear }: DateFacts): readonly EraClause[] {
  if (eras.length === 0 && ruler)
    return [{ eras: ruler.eras, text: ruler.title, ...(countedYear === undefined ? {} : { year: countedYear }) }];
  if (ruler === undefined && regime === undefined) return eras;
  const ofRuler = (clause: EraClause) => kept(clause, (era) => ruler === undefined || ruler.eras.includes(era));
  return eras.map((clause) => kept(ofRuler(clause), (era) => regime === undefined || isOfHouse(era, regime)));
}

/** Eras of a ruler that follow on one another are one reign; who came back to the throne has two. */
function reignsOf({ title, eras }: Ruler): readonly LunarYears[] {
  const spans: { first: number; last: number }[] = [];
  for (const { firstYear, lastYear } of eras) {
    const before = spans.at(-1);
    if (before && firstYear <= before.last + 1) before.last = lastYear;
    else spans.push({ first: firstYear, last: lastYear });
  }
  return spans.map((span) => ({ ...span, reasons: [{ code: "ruler", name: title }] }));
}

/** Only what is said of a house or ruler that had such an era can be meant; a word that contradicts narrows nothing. */
function kept(clause: EraClause, isMeant: (era: Era) => boolean): EraClause {
  const eras = clause.eras.filter(isMeant);
  return eras.length > 0 ? { ...clause, eras } : clause;
}

function byEra({ eras, year }: EraClause): Found {
  if (year === undefined) return { years: eras.map(spanOf), problems: [] };
  const years = eras.flatMap((era) => countOut(era, year));
  const [era] = eras;
  if (years.length > 0 || !era) return { years, problems: [] };
  const lengths = eras.map((each) => (each.laterUse?.lastYear ?? each.lastYear) - each.firstYear + 1);
  const problem = { code: "DATE-ERA", era: era.title, regime: era.regime, eraYear: year, years: Math.max(...lengths) } as const;
  return { years: [], problems: [problem] };
}

function countOut(era: Era, eraYear: number): readonly LunarYears[] {
  const year = era.firstYear + eraYear - 1;
  const last = era.laterUse?.lastYear ?? era.lastYear;
  if (eraYear < 1 || year > last) return [];
  const counted = { code: "era-year", era: era.title, regime: era.regime, eraYear } as const;
  return [{ first: year, last: year, era, eraYear, reasons: [counted, ...notesOf(era, year)] }];
}

function spanOf(era: Era): LunarYears {
  const span = { code: "era-span", era: era.title, regime: era.regime } as const;
  return { first: era.firstYear, last: era.lastYear, era, reasons: [span, ...notesOf(era, era.lastYear)] };
}

function notesOf(era: Era, year: number): readonly DateReason[] {
  const notes: DateReason[] = [];
  if (era.laterUse && year > era.lastYear) notes.push({ code: "later-use", era: era.title, ...era.laterUse });
  if (era.doubt) notes.push({ code: "doubtful-era", doubt: era.doubt });
  return notes;
}

/** Two eras of one date, such as one of Vietnam and one of China for the same year: what both allow, if there is such. */
function intersect(one: Found, other: Found): Found {
  const problems = [...one.problems, ...other.problems];
  const both = one.years.flatMap((year) =>
    other.years
      .filter((each) => each.first <= year.last && each.last >= year.first)
      .map((each) => ({ ...narrower(year, each), reasons: [...year.reasons, ...each.reasons] })),
  );
  if (both.length > 0) return { years: both, problems };
  const [first, second] = [one.years[0], other.years[0]];
  if (!first || !second) return { years: [...one.years, ...other.years], problems };
  const apart = { code: "DATE-ERAS", one: nameOf(first), other: nameOf(second) } as const;
  return { years: [...one.years, ...other.years], problems: [...problems, apart] };
}

function nameOf({ era, eraYear, first, last }: LunarYears): string {
  const years = first === last ? String(first) : `${first}–${last}`;
  return `${era?.title ?? ""}${eraYear === undefined ? "" : ` ${eraYear}`} (${years})`;
}

function narrower(one: LunarYears, other: LunarYears): LunarYears {
  return other.last - other.first < one.last - one.first ? other : one;
}

function withCycle({ years, problems }: Found, index: number, facts: DateFacts): Found {
  const cycle = bothNames(index);
  const agreeing = years.flatMap((each) =>
    yearsAt(index, each.first, each.last).map((year) => withYear(each, year, { code: "cycle-agrees", cycle })),
  );
  if (agreeing.length > 0) return { years: agreeing, problems };
  const inEra = facts.eras.flatMap(({ eras }) => eras.flatMap((era) => inUse(era, index, cycle)));
  const [counted] = years;
  if (!counted || counted.eraYear === undefined) {
    return { years: inEra, problems: inEra.length > 0 || !counted ? problems : [...problems, missing(counted, cycle)] };
  }
  const cycleOfYear = bothNames(sexagenaryOfYear(counted.first));
  const doubted = years.map((each) => ({
    ...each,
    reasons: [...each.reasons, { code: "cycle-differs", cycle, cycleOfYear } as const],
  }));
  return { years: [...doubted, ...inEra], problems: [...problems, differs(counted, cycle)] };
}

function missing({ era, first, last }: LunarYears, cycle: string): DateProblem {
  return { code: "DATE-CANCHI-ERA", cycle, era: era?.title ?? "", years: `${first}–${last}` };
}

function differs(counted: LunarYears, cycle: string): DateProblem {
  return { code: "DATE-CANCHI", cycle, year: counted.first, cycleOfYear: bothNames(sexagenaryOfYear(counted.first)) };
}

/** Years of the era, also of its later use, that bear the sexagenary name. */
function inUse(era: Era, index: number, cycle: string): readonly LunarYears[] {
  return yearsAt(index, era.firstYear, era.laterUse?.lastYear ?? era.lastYear).map((year) => ({
    first: year,
    last: year,
    era,
    eraYear: year - era.firstYear + 1,
    reasons: [{ code: "cycle-alone", cycle } as const, ...notesOf(era, year)],
  }));
}

function withYear(years: LunarYears, year: number, reason: DateReason): LunarYears {
  const { era } = years;
  return {
    ...years,
    first: year,
    last: year,
    ...(era && { eraYear: year - era.firstYear + 1 }),
    reasons: [...years.reasons, reason],
  };
}

function byCycle(index: number, bounds: Bounds): readonly LunarYears[] {
  const cycle = bothNames(index);
  return yearsAt(index, bounds.firstYear, bounds.lastYear).map((year) => ({
    first: year,
    last: year,
    reasons: [{ code: "cycle-alone", cycle }],
  }));
}

function bothNames(index: number): string {
  return `${sexagenaryInVietnamese(index)} ${sexagenaryInHan(index)}`;
}
