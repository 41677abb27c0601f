/** What a search can be narrowed by, each value with the number of items that it would leave. */
import { FACETS, type Facet, type FoundItems } from "../../../catalogue/search/port.ts";
import { termOf } from "../../../iiif/terms.ts";
import { saySearch, valueName } from "../../search-messages.ts";
import { type Html, html } from "./html.ts";
import { type SearchFormView, searchAddress } from "./search-form.ts";

/** Values that are shown at once; the rest opens on demand. */
const VALUES_SHOWN = 8;

/** Links that choose a value or leave it out again. On a phone they are folded away. */
export function facetList(view: SearchFormView, facets: FoundItems["facets"], heading: string): Html {
  const groups = FACETS.map((facet) => group(view, facet, facets[facet]));
  return html`<aside class="facets" aria-label="${heading}"><details open><summary><h2>${heading}</h2></summary>
${groups}</details></aside>`;
}

function group(view: SearchFormView, facet: Facet, found: FoundItems["facets"][Facet]): Html {
  const chosen = view.choice[facet] ?? [];
  const missing = chosen.filter((value) => !found.some((each) => each.value === value));
  const values = [...missing.map((value) => ({ value, count: 0 })), ...found];
  if (values.length === 0) return html``;
  const links = values.map((each) => facetValue(view, facet, each));
  const rest = links.slice(VALUES_SHOWN);
  return html`<section><h3>${saySearch(view.language, facet)}</h3><ul>${links.slice(0, VALUES_SHOWN)}</ul>
${rest.length > 0 && html`<details class="more"><summary>+ ${rest.length}</summary><ul>${rest}</ul></details>`}</section>`;
}

function facetValue(
  view: SearchFormView,
  facet: Facet,
  { value, count }: { readonly value: string; readonly count: number },
): Html {
  const { language, choice } = view;
  const chosen = choice[facet] ?? [];
  const isChosen = chosen.includes(value);
  const next = isChosen ? chosen.filter((each) => each !== value) : [...chosen, value];
  const href = searchAddress({ ...view, choice: { ...choice, [facet]: next } });
  const label = isChosen ? saySearch(language, "remove") : undefined;
  return html`<li><a href="${href}"${isChosen && html` aria-current="true" title="${label}"`}>${nameOf(view, facet, value)} <span class="number">${count}</span></a></li>`;
}

/** Classes of holding have names in a list; other values are names themselves, or are named by the messages. */
function nameOf({ language }: SearchFormView, facet: Facet, value: string): string {
  if (facet !== "class") return valueName(language, facet, value);
  const names = termOf("holding-classes", value, {});
  return (names[language] ?? names["none"])?.[0] ?? value;
}
