/**
 * What the pages themselves say of the record: proposals for a person, each with the line that it was taken from. Nothing here
 * decides; a page that was read badly proposes badly, and says where it looked.
 */
import { settled } from "../../hannom/calendar/date-reading.ts";
import { readDate } from "../../hannom/calendar/read-date.ts";
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";

/** One proposal. */
export interface Proposal {
  readonly field: "titles" | "dateAsWritten" | "dateEdtf" | "divisions";
  readonly value: unknown;
  readonly evidence: {
    readonly source: "title-leaf" | "centre-strip" | "dated-line";
    /** Pages (1-based) where it stands, the first few. */
    readonly pages: readonly number[];
    /** The line as it was read. */
    readonly text: string;
    /** 0 to 1: how sure the reading was, or which share of the centre strips agree. */
    readonly confidence: number;
  };
}

/** A title stands on one of the first leaves. */
const LEAVES_OF_TITLE = 6;
const LEAVES_OF_DATE = 12;
const SHOWN_PAGES = 5;
const LONGEST_TITLE = 16;
const HAN_ONLY = /[^\p{Script=Han}\p{Co}]/gu;
/** What a centre strip has beside the title: fascicle, section, number of the leaf. */
const STRIP_NUMBER = /(卷.{0,3}|第.{0,3}[章回葉頁]|[一二三四五六七八九十百廿卅]{1,5}|[葉張頁]|[上中下])$/u;

/** All proposals of an item's pages, given in their order; a page without text is undefined. */
export function proposalsOf(pages: readonly (TextLayer | undefined)[]): readonly Proposal[] {
  return [titleLeaf(pages), centreStrip(pages), ...dates(pages)].filter((each) => each !== undefined);
}

/** The title leaf has few lines, and the title is the largest of them by far. */
function titleLeaf(pages: readonly (TextLayer | undefined)[]): Proposal | undefined {
  const found = pages.slice(0, LEAVES_OF_TITLE).flatMap((page, at) => {
    const lines = bodyOf(page).filter(({ text }) => hanOf(text).length >= 2);
    if (lines.length === 0 || lines.length > 6) return [];
    const bySize = [...lines].sort((one, other) => characterSize(other) - characterSize(one));
    const [title, next] = bySize;
    if (!title || hanOf(title.text).length > LONGEST_TITLE) return [];
    const lead = next ? characterSize(title) / characterSize(next) : 2;
    return lead < 1.3 && lines.length > 1 ? [] : [{ title, page: at + 1, size: characterSize(title) / (page?.width ?? 1) }];
  });
  const [largest] = found.sort((one, other) => other.size - one.size);
  if (!largest) return undefined;
  const text = hanOf(largest.title.text);
  return titleProposal(text, "title-leaf", [largest.page], largest.title.text, largest.title.confidence);
}

/** The running title that most pages agree on, without the number of fascicle and leaf. */
function centreStrip(pages: readonly (TextLayer | undefined)[]): Proposal | undefined {
  const strips = pages.flatMap((page, at) =>
    (page?.lines ?? [])
      .filter(({ kind }) => kind === "running-title")
      .map(({ text }) => ({ title: withoutNumbers(hanOf(text)), page: at + 1, text }))
      .filter(({ title }) => title.length >= 2),
  );
  const counts = new Map<string, typeof strips>();
  for (const strip of strips) counts.set(strip.title, [...(counts.get(strip.title) ?? []), strip]);
  const [best] = [...counts.values()].sort((one, other) => other.length - one.length);
  const first = best?.[0];
  if (!best || !first || best.length < 2) return undefined;
  const where = best.slice(0, SHOWN_PAGES).map(({ page }) => page);
  return titleProposal(first.title, "centre-strip", where, first.text, best.length / strips.length);
}

function titleProposal(
  text: string,
  source: Proposal["evidence"]["source"],
  pages: readonly number[],
  line: string,
  confidence: number,
): Proposal {
  const value = [{ language: "lzh", text, kind: "as-written" }];
  return { field: "titles", value, evidence: { source, pages, text: line, confidence: Math.round(confidence * 100) / 100 } };
}

/** Lines near both ends that state a date by an era; only one that can mean one thing gives a date for machines too. */
function dates(pages: readonly (TextLayer | undefined)[]): readonly Proposal[] {
  const isNearEnd = (at: number) => at < LEAVES_OF_DATE || at >= pages.length - LEAVES_OF_DATE;
  const lines = pages.flatMap((page, at) => (isNearEnd(at) ? bodyOf(page).map((line) => ({ line, page: at + 1 })) : []));
  for (const { line, page } of lines) {
    if (!/年/u.test(line.text)) continue;
    const reading = readDate(line.text);
    const [candidate] = reading.candidates;
    if (candidate?.era?.year === undefined) continue;
    const evidence = { source: "dated-line" as const, pages: [page], text: line.text, confidence: line.confidence };
    const written = dateWords(line.text, candidate.era.han);
    const one = settled(reading);
    const machine: readonly Proposal[] = one ? [{ field: "dateEdtf", value: one.edtf, evidence }] : [];
    return [{ field: "dateAsWritten", value: written, evidence }, ...machine];
  }
  return [];
}

const NUMERAL = "[〇零元正初一二三四五六七八九十百廿卅閏冬臘]";
const CYCLE = "(?:歲次|歲在)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])?";
const AFTER_ERA = `${NUMERAL}{1,5}年${CYCLE}(?:${NUMERAL}{1,3}月)?(?:${NUMERAL}{1,4}日)?`;

/** From the era to the day; what stands before and behind belongs to the sentence, not to the date. */
function dateWords(text: string, era: string): string {
  return new RegExp(era + AFTER_ERA, "u").exec(text)?.[0] ?? text;
}

function bodyOf(page: TextLayer | undefined): readonly TextLine[] {
  return page?.lines.filter(({ kind }) => kind === "body") ?? [];
}

function hanOf(text: string): string {
  return text.replace(HAN_ONLY, "");
}

function withoutNumbers(title: string): string {
  const shorter = title.replace(STRIP_NUMBER, "");
  return shorter === title || shorter.length < 2 ? title : withoutNumbers(shorter);
}

/** The shorter side of a character, in pixels: the width of a column, the height of a line. */
function characterSize({ box }: TextLine): number {
  return Math.min(box.width, box.height);
}
