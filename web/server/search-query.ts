/** How a typed text is searched for: as it was typed, else with marks that its words may lack. */
import type { SearchIndex } from "../../catalogue/search/port.ts";
import { parseQuery, type Query } from "../../catalogue/search/query.ts";

/**
 * The query as typed where that finds anything; otherwise every word without marks may have any. "Nguyen Du truyện Kiều" is
 * half typed with marks: as typed it asks for a man who has none.
 */
export async function bestQuery(
  search: Pick<SearchIndex, "pages">,
  typed: string,
  scope: { readonly item?: string },
): Promise<Query> {
  const asTyped = parseQuery(typed);
  const wordByWord = parseQuery(typed, "word-by-word");
  const isSame = JSON.stringify(asTyped) === JSON.stringify(wordByWord);
  if (isSame || (await search.pages(asTyped, { ...scope, hits: 1 })).pages.length > 0) return asTyped;
  return wordByWord;
}
