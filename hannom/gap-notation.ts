/**
 * What a transcriber says about the page within plain text: characters that cannot be read, are damaged, supplied, deleted, or
 * stand for one that was avoided. Each is one kind of bracket or sign, so that nothing but text is ever stored.
 *
 * | written    | means                                                  | TEI P5 (chapters 3.5 and 11.3)                     |
 * | ---------- | ------------------------------------------------------ | -------------------------------------------------- |
 * | □□         | two characters that cannot be read                      | gap reason="illegible" quantity="2" unit="chars"  |
 * | 〓         | one that the machine saw and could not name             | gap reason="unread" quantity="1" unit="chars"     |
 * | […]        | nobody knows how many                                   | gap reason="illegible" extent="unknown"           |
 * | ⸢金⸣       | damaged, but read                                       | unclear reason="damage"                           |
 * | 〔金〕     | not on the page, supplied by the editor                 | supplied                                           |
 * | ⟦金⟧       | on the page, and struck out there                       | del                                                |
 * | 〖辰\|時〗 | 辰 stands on the page, because 時 was avoided (kỵ húy)   | choice of orig and reg type="taboo"               |
 *
 * ⟦ ⟧ and ⸢ ⸣ are those of the Leiden conventions of epigraphy. Brackets are not nested; one without its partner is plain text
 * and is told as a fault.
 */

/** A stretch of text. */
export type NotedPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "illegible" | "unread"; readonly count: number }
  | { readonly kind: "unknown-count" }
  | { readonly kind: "damaged" | "supplied" | "deleted"; readonly text: string }
  | { readonly kind: "taboo"; readonly text: string; readonly base: string };

/** A bracket without its partner, at this UTF-16 unit of the text. */
export interface NotationFault {
  readonly code: "not-closed" | "not-opened" | "nested" | "no-base";
  readonly at: number;
}

/** The brackets of the kinds that have a pair. */
export const BRACKETS = {
  damaged: ["⸢", "⸣"],
  supplied: ["〔", "〕"],
  deleted: ["⟦", "⟧"],
  taboo: ["〖", "〗"],
} as const;
/** The signs of the kinds that have none. */
export const SIGNS = { illegible: "□", unread: "〓", unknownCount: "[…]" } as const;
const TABOO_BAR = "|";

const TOKEN = /□+|〓+|\[…\]|[⸢〔⟦〖]([^⸢⸣〔〕⟦⟧〖〗]*)[⸣〕⟧〗]/gu;
const STRAY = /[⸢⸣〔〕⟦⟧〖〗]/gu;

/** The text in parts. Whatever is no notation is text, so that `formatNotation` gives back every text as it was. */
export function parseNotation(text: string): readonly NotedPart[] {
  const parts: NotedPart[] = [];
  let plain = 0;
  for (const match of text.matchAll(TOKEN)) {
    const part = partOf(match[0], match[1]);
    if (part === undefined) continue;
    if (match.index > plain) parts.push({ kind: "text", text: text.slice(plain, match.index) });
    parts.push(part);
    plain = match.index + match[0].length;
  }
  return plain < text.length ? [...parts, { kind: "text", text: text.slice(plain) }] : parts;
}

function partOf(token: string, inside: string | undefined): NotedPart | undefined {
  if (inside === undefined) {
    if (token === SIGNS.unknownCount) return { kind: "unknown-count" };
    return { kind: token.startsWith(SIGNS.illegible) ? "illegible" : "unread", count: token.length };
  }
  const kind = kindOf(token);
  if (kind === undefined || inside === "") return undefined;
  if (kind !== "taboo") return { kind, text: inside };
  const bar = inside.indexOf(TABOO_BAR);
  const isWhole = bar > 0 && bar < inside.length - 1 && bar === inside.lastIndexOf(TABOO_BAR);
  return isWhole ? { kind, text: inside.slice(0, bar), base: inside.slice(bar + 1) } : undefined;
}

function kindOf(token: string): keyof typeof BRACKETS | undefined {
  const kinds = Object.keys(BRACKETS) as (keyof typeof BRACKETS)[];
  return kinds.find((kind) => token.startsWith(BRACKETS[kind][0]) && token.endsWith(BRACKETS[kind][1]));
}

/** The parts as text. */
export function formatNotation(parts: readonly NotedPart[]): string {
  return parts.map(formatPart).join("");
}

function formatPart(part: NotedPart): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "illegible":
    case "unread":
      return SIGNS[part.kind].repeat(part.count);
    case "unknown-count":
      return SIGNS.unknownCount;
    case "taboo":
      return `${BRACKETS.taboo[0]}${part.text}${TABOO_BAR}${part.base}${BRACKETS.taboo[1]}`;
    default:
      return `${BRACKETS[part.kind][0]}${part.text}${BRACKETS[part.kind][1]}`;
  }
}

/** Brackets that mean nothing as they stand: shown beside the column, never repaired unasked. */
export function notationFaults(text: string): readonly NotationFault[] {
  let at = 0;
  return parseNotation(text).flatMap((part) => {
    const start = at;
    at += formatPart(part).length;
    if (part.kind !== "text") return [];
    return [...part.text.matchAll(STRAY)].map((match) => faultOf(part.text, match.index, start));
  });
}

function faultOf(text: string, index: number, start: number): NotationFault {
  const rest = text.slice(index + 1);
  const next = /[⸢⸣〔〕⟦⟧〖〗]/u.exec(rest)?.[0];
  const isOpening = "⸢〔⟦〖".includes(text[index] ?? "");
  if (!isOpening) return { code: "not-opened", at: start + index };
  if (text[index] === BRACKETS.taboo[0] && next === BRACKETS.taboo[1]) return { code: "no-base", at: start + index };
  return { code: next !== undefined && "⸢〔⟦〖".includes(next) ? "nested" : "not-closed", at: start + index };
}

/** The text as it stands on the page: without what was supplied, with struck-out and damaged characters, the taboo form itself. */
export function textOnPage(text: string): string {
  const shown = parseNotation(text).map((part) =>
    part.kind === "supplied" ? "" : "text" in part ? part.text : formatPart(part),
  );
  return shown.join("");
}

/** The text as it is to be read: supplied characters in, struck-out ones out, the base of a taboo form instead of it. */
export function textToRead(text: string): string {
  const shown = parseNotation(text).map((part) => {
    if (part.kind === "deleted") return "";
    if (part.kind === "taboo") return part.base;
    return "text" in part ? part.text : formatPart(part);
  });
  return shown.join("");
}
