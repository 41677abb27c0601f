/** The field for a search of everything, with what it is narrowed to; it works without a script. */
import { type Choice, FACETS } from "../../../catalogue/search/port.ts";
import { saySearch } from "../../search-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";

/** What the field holds. */
export interface SearchFormView {
  readonly language: Language;
  readonly root: string;
  readonly query: string;
  readonly choice: Choice;
}

/** Sent by GET, so that a search has an address. */
export function searchForm({ language, root, query, choice }: SearchFormView): Html {
  const chosen = FACETS.flatMap((facet) => (choice[facet] ?? []).map((value) => [facet, value] as const));
  return html`<form class="search-form" role="search" action="${root}/search">
<label for="q">${saySearch(language, "label")}</label>
<span class="search-field"><input id="q" name="q" type="search" value="${query}" aria-describedby="q-hint" autocomplete="off">
<button>${saySearch(language, "submit")}</button></span>
<p id="q-hint" class="quiet">${saySearch(language, "hint")}</p>
<input type="hidden" name="lang" value="${language}">
${chosen.map(([facet, value]) => html`<input type="hidden" name="${facet}" value="${value}">`)}
</form>`;
}

/** The address of a search; of its first page unless another is named. */
export function searchAddress({ language, root, query, choice }: SearchFormView, number = 1): string {
  const words = new URLSearchParams({ q: query, lang: language });
  for (const facet of FACETS) for (const value of choice[facet] ?? []) words.append(facet, value);
  if (number > 1) words.set("page", String(number));
  return `${root}/search?${words}`;
}
