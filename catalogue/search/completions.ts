/** How a typed text goes on in the texts themselves. */
import { nfcLatin } from "../../hannom/latin-nfc.ts";
import type { Database } from "../database.ts";
import { type Candidate, loadPages, sampledIds, spreadIds, stretchOf } from "./candidates.ts";
import { continuationsOn } from "./continuations.ts";
import { asking } from "./full-text.ts";
import type { Completion, SearchIndex } from "./port.ts";
import { parseQuery, type Query, withOpenEnd } from "./query.ts";
import { conditionFor } from "./tokens.ts";

/** Pages that are read for proposals; where more have what was typed, as many spread over all of them. */
const MOST_READ = 80;
const MOST_CHARACTERS = 100;
/**
 * Letters with which so many words begin that nearly every page has one: some pages are read without asking who has them, which
 * over a million columns takes a quarter of a second. Where that proposes too little, the beginning is rare and asking is quick.
 */
const COMMON_BEGINNING = 2;

/** The part of the index that proposes. */
export function completionsOver(database: Database): Pick<SearchIndex, "completions"> {
  return {
    async completions(typed, { item, limit }) {
      const begun = nfcLatin(typed.slice(0, MOST_CHARACTERS))
        .replace(/["“”„«»\s]+/gu, " ")
        .trim();
      // One string whatever stands in it (Content Search 2.0, section 5.1).
      const query = withOpenEnd(parseQuery(`"${begun}"`, "word-by-word"));
      const { tokens } = conditionFor(query);
      const within = await stretchOf(database, item);
      if (tokens.length === 0 || !within) return [];
      return await database.read((rows) =>
        asking(rows, async (asked) => {
          if (isCommonBeginning(query)) {
            const sampled = await loadPages(asked, await sampledIds(asked, item, MOST_READ), []);
            const some = counted(sampled, query, begun).slice(0, limit);
            if (some.length === limit) return some.map(uncounted);
          }
          const ids = await spreadIds(asked, tokens, within, MOST_READ + 1);
          const pages = await loadPages(asked, ids.slice(0, MOST_READ), []);
          const all = counted(pages, query, begun).slice(0, limit);
          return ids.length <= MOST_READ ? all : all.map(uncounted);
        }),
      );
    },
  };
}

function isCommonBeginning({ terms }: Query): boolean {
  const [unit] = terms[0] ?? [];
  return terms.length === 1 && terms[0]?.length === 1 && unit?.kind === "word" && unit.key.bare.length <= COMMON_BEGINNING;
}

/** Of some pages only: how many there are nobody has counted. */
function uncounted(completion: Completion): Completion {
  return { ...completion, pageCount: undefined };
}

/** Most frequent first. */
function counted(pages: readonly Candidate[], { terms }: Query, begun: string): readonly Completion[] {
  const counts = new Map<string, { readonly text: string; readonly language: string; readonly pageCount: number }>();
  for (const { page, item } of pages) {
    for (const { text, isOfWords } of continuationsOn(page, terms[0] ?? [], begun)) {
      const language = isOfWords ? "vi" : item.language;
      counts.set(text, { text, language, pageCount: (counts.get(text)?.pageCount ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.pageCount - a.pageCount || (a.text < b.text ? -1 : 1));
}
