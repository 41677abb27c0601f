// @ts-check
/** All pages below each other, moved by the browser itself: the quickest way to leaf through, above all on a phone. */
import { pages, pictureOf, say } from "./reader-book.js";
import { byId, make } from "./reader-dom.js";
import { createLayer } from "./reader-layer.js";

/** @typedef {import("./reader-book.js").Page} Page */

const WIDTHS = ["40", "60", "80", "100", "140", "200"];

/**
 * @param {(page: Page, layer: Element) => void} onArrival a page came near the window
 * @param {(index: number) => void} onTurn another page is the one that is read
 * @param {(page: Page, at: { x: number, y: number }) => void} onPick
 */
export function createScroll(onArrival, onTurn, onPick) {
  const scroller = byId("scroller");
  /** @type {Map<Element, { page: Page, layer: Element }>} */
  const shown = new Map();
  let width = matchMedia("(max-width: 860px)").matches ? 3 : 1;
  /** Where we scrolled to ourselves: that turns no page. */
  let settledTop = -1;

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting && !shown.has(target)) arrive(target);
    },
    { root: scroller, rootMargin: "100% 0%" },
  );

  /** @param {Element} sheet */
  function arrive(sheet) {
    const page = pages[Number(sheet.getAttribute("data-index"))];
    const layer = createLayer(page);
    const pixels = Math.min(3000, Math.ceil((scroller.clientWidth * devicePixelRatio * 1.2) / 500) * 500);
    const longer = Math.round(pixels * Math.max(1, page.height / page.width));
    sheet.append(make("img", { src: pictureOf(page, longer), alt: "" }), layer);
    shown.set(sheet, { page, layer });
    onArrival(page, layer);
  }

  function fill() {
    if (scroller.childElementCount > 0) return;
    for (const page of pages) {
      const sheet = make("div", {
        class: "sheet",
        "data-index": page.index,
        role: "group",
        "aria-label": `${say("page")} ${page.label}`,
      });
      sheet.style.aspectRatio = `${page.width} / ${page.height}`;
      scroller.append(sheet);
      near.observe(sheet);
    }
    setWidth();
    let waiting = 0;
    scroller.addEventListener("scroll", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => scroller.scrollTop !== settledTop && onTurn(current()));
    });
    scroller.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const sheet = event.target instanceof Element ? event.target.closest(".sheet") : null;
      if (!sheet || String(getSelection())) return;
      const page = pages[Number(sheet.getAttribute("data-index"))];
      const box = sheet.getBoundingClientRect();
      const scale = page.width / box.width;
      onPick(page, { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale });
    });
  }

  function setWidth() {
    scroller.dataset.width = WIDTHS[width];
  }

  /** The page that the upper third of the window shows. */
  function current() {
    const third = scroller.getBoundingClientRect().top + scroller.clientHeight / 3;
    const index = [...scroller.children].findIndex((sheet) => sheet.getBoundingClientRect().bottom > third);
    return Math.max(0, index);
  }

  /** @param {number} index @param {number} [share] how far down the page */
  function bring(index, share = 0) {
    const sheet = scroller.children[index];
    const top = sheet.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    const room = share > 0 ? scroller.clientHeight / 3 : 8;
    scroller.scrollTo({ top: top + sheet.clientHeight * share - room });
    settledTop = scroller.scrollTop;
  }

  return {
    show: (/** @type {number} */ index) => {
      fill();
      if (current() !== index || scroller.scrollTop === 0) bring(index);
    },
    layers: () => [...shown.values()],
    /** @param {Page} page @param {import("./reader-texts.js").Box} box */
    focus: (page, [, y]) => bring(page.index, y / page.height),
    /** @param {number} factor */
    zoomBy(factor) {
      const index = current();
      width = Math.max(0, Math.min(WIDTHS.length - 1, width + (factor > 1 ? 1 : -1)));
      setWidth();
      bring(index);
    },
    zoomHome() {
      const index = current();
      width = 3;
      setWidth();
      bring(index);
    },
  };
}
