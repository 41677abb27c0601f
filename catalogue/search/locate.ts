/** Where on a page a query is found. */
import type { Box } from "../../pipeline/geometry.ts";
import type { SearchLine, SearchPage } from "../../pipeline/search-page.ts";
import { type Flow, flowsOf, type PageUnit, type Stretch, type TextOfLine } from "./flows.ts";
import { matches, type Query, type Term } from "./query.ts";

/** The part of a hit that lies in one line. */
export interface HitPart {
  /** The line's identifier on its page. */
  readonly line: string;
  /** Which text of the line the words below are from: a query in Quốc ngữ is answered in the phiên âm where there is one. */
  readonly layer: TextOfLine;
  readonly text: string;
  /** Where `text` stands in that text of the line, in code points. */
  readonly start: number;
  readonly end: number;
  /** The place of these characters and no others, in pixels of the canvas. */
  readonly box: Box;
}

/** One place where a term was found; it may run over several lines. */
export interface Hit {
  readonly parts: readonly HitPart[];
  readonly before: string;
  readonly after: string;
}

/** Characters or words shown before and after a hit. */
const CONTEXT_UNITS = 12;

/** All hits of all terms, in order; empty unless every term is found. */
export function locate(query: Query, page: SearchPage): readonly Hit[] {
  const flows = flowsOf(page);
  const hits = new Map<string, Hit>();
  for (const term of query.terms) {
    const found = flows.flatMap((flow) => occurrences(term, flow).map((at) => hitAt(page, flow, at, term)));
    if (found.length === 0) return [];
    // The stream of large characters repeats what it shares with the whole.
    for (const hit of found) hits.set(hit.parts.map(({ line, layer, start, end }) => [line, layer, start, end]).join(), hit);
  }
  return [...hits.values()];
}

/** True when every term is on the page; quicker than to say where. */
export function isFound(query: Query, page: SearchPage): boolean {
  const flows = flowsOf(page);
  return query.terms.length > 0 && query.terms.every((term) => flows.some((flow) => occurrences(term, flow).length > 0));
}

/** Where the term begins in the stream; occurrences do not overlap. */
export function occurrences(term: Term, flow: Flow): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at + term.length <= flow.length; at += 1) {
    if (!isAt(term, flow, at)) continue;
    starts.push(at);
    at += term.length - 1;
  }
  return starts;
}

function isAt(term: Term, flow: Flow, at: number): boolean {
  for (const [offset, asked] of term.entries()) if (!matches(asked, flow[at + offset] as PageUnit)) return false;
  return true;
}

function hitAt(page: SearchPage, flow: Flow, at: number, term: Term): Hit {
  const end = at + term.length;
  const isSpoken = term.some((unit) => unit.kind === "word");
  const parts = byLine(flow.slice(at, end)).map((units) => partOf(page, units, layerFor(units, isSpoken)));
  return {
    parts,
    before: textOf(page, flow.slice(Math.max(0, at - CONTEXT_UNITS), at), isSpoken),
    after: textOf(page, flow.slice(end, end + CONTEXT_UNITS), isSpoken),
  };
}

function byLine(units: Flow): readonly Flow[] {
  const groups: PageUnit[][] = [];
  for (const unit of units) {
    const group = groups.at(-1);
    if (group?.[0]?.line === unit.line) group.push(unit);
    else groups.push([unit]);
  }
  return groups;
}

function layerFor(units: Flow, isSpoken: boolean): TextOfLine {
  if (units.some((unit) => !unit.written)) return "phien-am";
  return isSpoken && units.every((unit) => unit.phienAm) ? "phien-am" : "written";
}

function partOf(page: SearchPage, units: Flow, layer: TextOfLine): HitPart {
  const line = page.lines[units[0]?.line ?? 0] as SearchLine;
  const { start, end } = around(units, layer);
  const text = layerText(line, layer).slice(start, end);
  const placed: TextOfLine = units.every((unit) => unit.written) ? "written" : "phien-am";
  const place = {
    start: [...layerText(line, layer).slice(0, start)].length,
    end: [...layerText(line, layer).slice(0, end)].length,
  };
  return { line: line.id, layer, text, ...place, box: boxOf(page, line, around(units, placed), placed) };
}

function around(units: Flow, layer: TextOfLine): Stretch {
  const stretches = units.flatMap((unit) => (layer === "written" ? unit.written : unit.phienAm) ?? []);
  return { start: Math.min(...stretches.map((each) => each.start)), end: Math.max(...stretches.map((each) => each.end)) };
}

function layerText(line: SearchLine, layer: TextOfLine): string {
  return (layer === "written" ? line.text : line.phienAm) ?? "";
}

/** The text of neighbouring units, line after line; words of two lines are parted by a space. */
function textOf(page: SearchPage, units: Flow, isSpoken: boolean): string {
  const texts = byLine(units).map((group) => {
    const layer = layerFor(group, isSpoken);
    const { start, end } = around(group, layer);
    return layerText(page.lines[group[0]?.line ?? 0] as SearchLine, layer).slice(start, end);
  });
  return texts.reduce((joined, text) => joined + (/\p{Script=Latin}$/u.test(joined) ? " " : "") + text, "");
}

/** The place of a stretch: from the extents of its characters, else the same share of the line as of its text. */
function boxOf(page: SearchPage, line: SearchLine, { start, end }: Stretch, layer: TextOfLine): Box {
  const text = layerText(line, layer);
  const [from, to, all] = [codePoints(text.slice(0, start)), codePoints(text.slice(0, end)), codePoints(text)];
  const isColumn = page.writingMode === "vertical-rl";
  const { x, y, width, height } = line.box;
  const [origin, length] = isColumn ? [y, height] : [x, width];
  const own = layer === "written" && line.extents?.length === all * 2 ? line.extents.slice(from * 2, to * 2) : [];
  const begin = own.length > 0 ? Math.min(...own) : origin + Math.floor((length * from) / Math.max(1, all));
  const stop = own.length > 0 ? Math.max(...own) : origin + Math.ceil((length * to) / Math.max(1, all));
  const span = Math.max(1, stop - begin);
  return isColumn ? { x, y: begin, width, height: span } : { x: begin, y, width: span, height };
}

/** Code points that are no spaces. */
function codePoints(text: string): number {
  return [...text.replace(/\s/gu, "")].length;
}
