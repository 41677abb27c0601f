/** What an answer to a search is made of, whatever version of Content Search it is given in. */
import type { Box } from "../pipeline/geometry.ts";
import type { SearchPage } from "../pipeline/search-page.ts";
import { textLanguage } from "./language.ts";
import type { Uris } from "./uri.ts";

/** The part of a hit that lies in one line. */
export interface ReplyPart {
  readonly line: string;
  readonly layer: "written" | "phien-am";
  readonly text: string;
  /** Where it stands in that text of the line, in code points. */
  readonly start: number;
  readonly end: number;
  readonly box: Box;
}

/** A page with its hits. */
export interface ReplyPage {
  readonly item: {
    readonly itemId: string;
    readonly titles: readonly { readonly language: string; readonly text: string }[];
    readonly language: string;
  };
  readonly page: Pick<SearchPage, "page" | "script">;
  readonly hits: readonly { readonly parts: readonly ReplyPart[]; readonly before: string; readonly after: string }[];
}

/** An answer. */
export interface SearchReply {
  /** The address of the service, without a query. */
  readonly service: string;
  readonly query: string;
  /** Where this answer goes on after another; absent for the first. */
  readonly after?: number | undefined;
  /** Where the next answer goes on. */
  readonly next?: number | undefined;
  readonly ignored: readonly string[];
  readonly pages: readonly ReplyPage[];
  /** Hits of one item need not say which it is. */
  readonly isOfOneItem: boolean;
}

/** A part of a hit as an annotation of its own, whose body is the text that was found and nothing more. */
export interface PartAnnotation {
  readonly id: string;
  readonly text: string;
  readonly language: string;
  /** The canvas, with the box of the characters. */
  readonly target: string;
  readonly item: ReplyPage["item"];
}

/** A hit with its annotations. */
export interface HitAnnotations {
  readonly parts: readonly PartAnnotation[];
  readonly before: string;
  readonly after: string;
}

/** All hits of an answer, in order. */
export function hitsOf(reply: SearchReply, uris: Uris): readonly HitAnnotations[] {
  return reply.pages.flatMap((found) =>
    found.hits.map(({ parts, before, after }) => ({
      before,
      after,
      parts: parts.map((part) => annotationOf(found, part, uris)),
    })),
  );
}

/** The annotations of all hits, each once. */
export function annotationsOf(hits: readonly HitAnnotations[]): readonly PartAnnotation[] {
  return [...new Map(hits.flatMap((hit) => hit.parts).map((part) => [part.id, part])).values()];
}

/** The address of an answer. */
export function addressOf({ service, query }: SearchReply, after: number | undefined): string {
  return `${withQuery(service, query)}${after === undefined ? "" : `&after=${after}`}`;
}

/** An address with a query. */
export function withQuery(address: string, query: string): string {
  return `${address}?q=${encodeURIComponent(wellFormed(query))}`;
}

/** Halves of surrogate pairs, which no address can carry, as U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

/** A stretch of a line is named by the line's annotation and the characters (RFC 5147). */
function annotationOf({ item, page }: ReplyPage, part: ReplyPart, uris: Uris): PartAnnotation {
  const { line, layer, text, start, end, box } = part;
  const whole = uris.annotation(item.itemId, page.page, line, layer === "phien-am" ? layer : undefined);
  return {
    id: `${whole}#char=${start},${end}`,
    text,
    language: layer === "phien-am" ? "vi" : textLanguage(page.script, item.language),
    target: `${uris.canvas(item.itemId, page.page)}#xywh=${box.x},${box.y},${box.width},${box.height}`,
    item,
  };
}
