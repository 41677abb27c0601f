// @ts-check
/** Small pictures of the pages, and the list to choose one from. */
import { pages, say, thumbnailOf } from "./reader-book.js";
import { byId, make } from "./reader-dom.js";

/** @param {(index: number) => void} onChoice */
export function fillStrip(onChoice) {
  const choice = byId("page-choice");
  for (const page of pages) {
    choice.append(new Option(`${page.label} (${page.index + 1}/${pages.length})`, String(page.index)));
    const picture = make("img", { alt: "", loading: "lazy", src: thumbnailOf(page), width: page.width, height: page.height });
    const thumb = make("button", { type: "button", class: "thumb", "aria-label": `${say("page")} ${page.label}` }, picture);
    thumb.append(make("span", {}, page.label));
    thumb.addEventListener("click", () => onChoice(page.index));
    byId("strip").append(thumb);
  }
  choice.addEventListener("change", () => onChoice(Number(choice.value)));
}

/** @param {number[]} indexes of the pages that lie open */
export function markOpen(indexes) {
  byId("page-choice").value = String(indexes[0]);
  for (const [index, thumb] of [...byId("strip").children].entries()) {
    if (indexes.includes(index)) thumb.setAttribute("aria-current", "page");
    else thumb.removeAttribute("aria-current");
    if (index === indexes[0]) scrollStripTo(thumb);
  }
}

/** Only the strip moves; scrollIntoView would move the whole page as well. @param {Element} thumb */
function scrollStripTo(thumb) {
  const strip = byId("strip");
  const [inner, outer] = [thumb.getBoundingClientRect(), strip.getBoundingClientRect()];
  const by = (/** @type {number} */ before, /** @type {number} */ after) => Math.min(0, before) + Math.max(0, after);
  const left = by(inner.left - outer.left, inner.right - outer.right);
  strip.scrollBy({ left, top: by(inner.top - outer.top, inner.bottom - outer.bottom) });
}
