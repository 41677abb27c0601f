/** An item that a search found: its title, the words around the place, and the place itself, cut from the page. */
import type { FoundItem } from "../../../catalogue/search/port.ts";
import type { Uris } from "../../../iiif/uri.ts";
import type { Box } from "../../../pipeline/geometry.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { saySearch } from "../../search-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";
import { titleFor, titleHtml, writtenTitle } from "./titles.ts";

/** What is needed to show one. */
export interface FoundItemView {
  readonly language: Language;
  readonly root: string;
  readonly query: string;
  readonly isCertain: boolean;
  /** The item as the public sees it; undefined where it has just been taken back. */
  readonly publication: Publication | undefined;
  readonly uris: Uris;
}

/** The link leads right to the page with the hit, where the search is shown again. */
export function foundItem(item: FoundItem, view: FoundItemView): Html {
  const { language, root, query } = view;
  const title = titleFor(item.titles, language);
  const written = writtenTitle(item.titles, title);
  const path = `${root}/items/${encodeURIComponent(item.itemId)}`;
  const { first } = item;
  const href = `${path}?lang=${language}${first ? `#page=${first.ordinal}&q=${encodeURIComponent(query)}` : ""}`;
  const pages = saySearch(language, view.isCertain ? "onPages" : "onPagesAtMost", { count: item.pageCount });
  const facts = [
    item.shelfmark,
    ...(item.isDescribedSo && query !== "" ? [saySearch(language, "inDescription")] : []),
    ...(item.pageCount > 0 ? [pages] : []),
  ];
  const shown = view.publication?.pages.find(({ id }) => id === first?.page.page) ?? view.publication?.pages[0];
  return html`<li class="found">
<a class="cover" href="${href}" tabindex="-1" aria-hidden="true">${shown && html`<img src="${path}/thumbnails/${shown.id}" alt="" loading="lazy">`}</a>
<div class="words"><a class="title" href="${href}">${titleHtml(title)}${written && html` · ${titleHtml(written)}`}</a>
<span class="facts">${facts.join(" · ")}</span>
${first && snippet(first, item, view)}</div>
${first && placeOf(first, view)}
</li>
`;
}

type Found = NonNullable<FoundItem["first"]>;

function snippet(found: Found, item: FoundItem, { language }: FoundItemView): Html {
  const [hit] = found.hits;
  const isSpoken = hit?.parts.some((part) => part.layer === "phien-am") ?? false;
  const gap = isSpoken ? " " : "";
  const text = hit?.parts.map((part) => part.text).join(gap) ?? "";
  return html`<p class="snippet"><span class="where">${saySearch(language, "page", { label: found.page.label })}</span>
<span lang="${isSpoken ? "vi" : item.language}">…${hit?.before}${gap}<mark>${text}</mark>${gap}${hit?.after}…</span></p>`;
}

/** Longer side of the cut, in pixels. */
const CUT_PIXELS = 160;

function placeOf(found: Found, { publication, uris, root }: FoundItemView): Html {
  const page = publication?.pages.find(({ id }) => id === found.page.page);
  const box = found.hits[0]?.parts[0]?.box;
  if (!page || !box) return html``;
  const { x, y, width, height } = around(box, page);
  const size = Math.max(width, height) <= CUT_PIXELS ? "max" : `!${CUT_PIXELS},${CUT_PIXELS}`;
  const address = new URL(uris.image(page.id, `${x},${y},${width},${height}/${size}/0/default.jpg`)).pathname;
  return html`<img class="place" src="${root}${address.slice(address.indexOf("/iiif/"))}" alt="" loading="lazy">`;
}

/** The place with about half of its size around it, inside the page. */
function around(box: Box, page: { readonly width: number; readonly height: number }): Box {
  const room = Math.min(Math.max(box.width, box.height) * 0.5, Math.min(box.width, box.height) * 1.2);
  const [x, y] = [Math.max(0, Math.floor(box.x - room)), Math.max(0, Math.floor(box.y - room))];
  const [right, bottom] = [box.x + box.width + room, box.y + box.height + room];
  return {
    x,
    y,
    width: Math.max(1, Math.min(page.width, Math.ceil(right)) - x),
    height: Math.max(1, Math.min(page.height, Math.ceil(bottom)) - y),
  };
}
