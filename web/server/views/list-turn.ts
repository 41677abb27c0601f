/** From one page of a list to the next. */
import { sayHome } from "../../home-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";

/** A list in pages; nothing where there is one page only. */
export interface ListTurn {
  readonly language: Language;
  /** Number of this page, from 1, and of the last one. */
  readonly number: number;
  readonly last: number;
  readonly previous: string;
  readonly next: string;
  address(number: number): string;
}

/** Links back and on, with the place between them. */
export function listTurn({ language, number, last, previous, next, address }: ListTurn): Html {
  if (last <= 1) return html``;
  return html`<nav class="pages" aria-label="${sayHome(language, "pages")}">
<span>${number > 1 && html`<a rel="prev" href="${address(number - 1)}">← ${previous}</a>`}</span>
<span class="quiet">${sayHome(language, "pageOfList", { number, last })}</span>
<span>${number < last && html`<a rel="next" href="${address(number + 1)}">${next} →</a>`}</span>
</nav>`;
}
