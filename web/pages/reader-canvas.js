// @ts-check
/** One page, or two like an open book, on OpenSeadragon: moved and enlarged at will. */
import { fetchJson, imageService, isRightToLeft } from "./reader-book.js";
import { byId } from "./reader-dom.js";
import { createLayer } from "./reader-layer.js";

/** @typedef {import("./reader-book.js").Page} Page */

/** Space between two pages that lie side by side, as a share of the page's height. */
const GAP = 0.01;

// OpenSeadragon would put a style of its own into the page, which our policy forbids; it looks for this mark first.
// Without a namespace the element is no style sheet, so the policy has nothing against it.
const styleMark = document.createElementNS(null, "style");
styleMark.setAttribute("data-openseadragon-mobile-css", "true");
document.head.append(styleMark);

/** @param {(page: Page, at: { x: number, y: number }) => void} onPick a place of a page, in its pixels, was clicked */
export function createCanvas(onPick) {
  // @ts-expect-error: a script of its own
  const { OpenSeadragon } = window;
  const viewer = OpenSeadragon({
    element: byId("viewer"),
    showNavigationControl: false,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.5,
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 3,
    drawer: "canvas",
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { dblClickToZoom: true },
    tabIndex: -1,
  });
  /** @type {Map<string, { page: Page, image: any, layer: Element }>} */
  const shown = new Map();
  let home = new OpenSeadragon.Rect(0, 0, 1, 1);
  let showing = 0;

  viewer.addHandler("canvas-click", (/** @type {any} */ event) => {
    if (!event.quick) return;
    for (const { page, image } of shown.values()) {
      const at = image.viewerElementToImageCoordinates(event.position);
      if (at.x >= 0 && at.y >= 0 && at.x < page.width && at.y < page.height) onPick(page, at);
    }
  });
  // Our own keys turn pages; see reader-keys.js.
  viewer.addHandler("canvas-key", (/** @type {any} */ event) => {
    event.preventDefaultAction = true;
  });

  /** Lay these pages open. The layers are given as each page arrives. @param {Page[]} pages @param {(page: Page, layer: Element) => void} onArrival */
  async function show(pages, onArrival) {
    showing += 1;
    const mine = showing;
    const infos = await Promise.all(pages.map((page) => fetchJson(`${imageService(page)}/info.json`)));
    if (mine !== showing) return;
    viewer.clearOverlays();
    viewer.world.removeAll();
    shown.clear();
    // In a right-to-left book the page that is read first lies at the right.
    const order = isRightToLeft ? [...pages.keys()].reverse() : [...pages.keys()];
    let x = 0;
    for (const at of order) {
      const page = pages[at];
      // The identifier in the answer names the public address; this server may be reached by another.
      const tileSource = { ...infos[at], id: new URL(imageService(page), location.href).href };
      const success = (/** @type {any} */ event) => mine === showing && arrived(page, event.item, onArrival);
      viewer.addTiledImage({ tileSource, x, y: 0, height: 1, success });
      x += page.width / page.height + GAP;
    }
    home = new OpenSeadragon.Rect(0, 0, x - GAP, 1);
  }

  /** @param {Page} page @param {any} image @param {(page: Page, layer: Element) => void} onArrival */
  function arrived(page, image, onArrival) {
    const layer = createLayer(page);
    // Text is there to be selected, not to be moved with the page.
    for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
      layer.addEventListener(kind, (event) => {
        if (event.target instanceof Element && event.target.closest("text")) event.stopPropagation();
      });
    }
    viewer.addOverlay({ element: layer, location: image.getBounds() });
    shown.set(page.id, { page, image, layer });
    // OpenSeadragon looks at the first picture alone; what lies open is all of them.
    viewer.viewport.fitBounds(home, true);
    onArrival(page, layer);
  }

  /** The window that shows this place, moved so that it shows pages and not the room beside them. @param {any} place */
  function within(place) {
    const aspect = viewer.viewport.getAspectRatio();
    const [width, height] = [Math.max(place.width, place.height * aspect), Math.max(place.height, place.width / aspect)];
    const centre = place.getCenter();
    return new OpenSeadragon.Rect(
      kept(centre.x - width / 2, width, home.width),
      kept(centre.y - height / 2, height, home.height),
      width,
      height,
    );
  }

  return {
    show,
    layers: () => [...shown.values()],
    clear: () => {
      showing += 1;
      viewer.clearOverlays();
      viewer.world.removeAll();
      shown.clear();
    },
    /** Bring a place of a page into view, with some of what is around it. @param {Page} page @param {import("./reader-texts.js").Box} box */
    focus(page, [x, y, width, height]) {
      const image = shown.get(page.id)?.image;
      if (!image) return;
      const room = Math.max(width, height * 0.2, page.width * 0.12);
      const place = image.imageToViewportRectangle(x - room, y - room, width + room * 2, height + room * 2);
      const now = viewer.viewport.getBounds();
      const isInView = now.containsPoint(place.getTopLeft()) && now.containsPoint(place.getBottomRight());
      // Whoever sees it already is not moved about.
      if (!isInView || now.width > place.width * 12) viewer.viewport.fitBounds(within(place));
    },
    /** @param {number} factor */
    zoomBy: (factor) => viewer.viewport.zoomBy(factor).applyConstraints(),
    zoomHome: () => viewer.viewport.fitBounds(home),
  };
}

/** Where a stretch begins that must lie inside a whole; in its middle when it is the longer one. @param {number} start @param {number} length @param {number} whole */
function kept(start, length, whole) {
  return length >= whole ? (whole - length) / 2 : Math.max(0, Math.min(whole - length, start));
}
