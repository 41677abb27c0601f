/** Answers of autocomplete, Content Search 2.0 section 5 and 1.0 section 4. */
import { SEARCH_1_CONTEXT, SEARCH_2_CONTEXT } from "./context.ts";
import { languageKey } from "./language.ts";
import { withQuery } from "./search-reply.ts";

/** A term that a reader may have begun. */
export interface ProposedTerm {
  readonly text: string;
  readonly language: string;
  /** Pages that have it, where that was counted. */
  readonly pageCount: number | undefined;
}

/** An answer. */
export interface TermsReply {
  /** The address of autocomplete, and that of the search that it is for. */
  readonly service: string;
  readonly search: string;
  readonly query: string;
  readonly ignored: readonly string[];
  readonly terms: readonly ProposedTerm[];
}

/** A TermPage. */
export function terms2({ service, query, ignored, terms }: TermsReply): object {
  return {
    "@context": SEARCH_2_CONTEXT,
    id: withQuery(service, query),
    type: "TermPage",
    ...(ignored.length > 0 && { ignored }),
    items: terms.map(({ text, language, pageCount }) => ({
      value: text,
      language: languageKey(language),
      ...(pageCount !== undefined && { total: pageCount }),
    })),
  };
}

/** A TermList. */
export function terms1({ service, search, query, ignored, terms }: TermsReply): object {
  return {
    "@context": SEARCH_1_CONTEXT,
    "@id": withQuery(service, query),
    "@type": "search:TermList",
    ...(ignored.length > 0 && { ignored }),
    terms: terms.map(({ text, pageCount }) => ({
      match: text,
      url: withQuery(search, text),
      ...(pageCount !== undefined && { count: pageCount }),
    })),
  };
}
