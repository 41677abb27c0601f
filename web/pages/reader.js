// @ts-check
/**
 * The reader: opens the pages that the manifest names, in its reading direction, with the text beside and over them.
 * Plain script, no build. Everything comes from this server; texts are only ever set as text.
 */
(() => {
  /** @typedef {{ id: string, label: string, width: number, height: number, service: string, layers: string[], thumbnail: string }} Page */
  /** @typedef {{ text: string, language: string, box: { x: number, y: number, width: number, height: number }, phienAm: string }} Line */

  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const { root, item, words } = JSON.parse(byId("reader-data").textContent ?? "{}");
  const main = byId("main");
  const isRightToLeft = main.dataset.direction === "rtl";
  const choice = /** @type {HTMLSelectElement} */ (byId("page-choice"));
  /** Space between two pages that lie open side by side, as a share of the page's height. */
  const GAP = 0.01;

  /** The address on this server, whatever base URL the manifest was made for. */
  const here = (/** @type {string} */ uri) => root + uri.slice(uri.indexOf("/iiif/"));

  const state = { /** @type {Page[]} */ pages: [], index: 0, isTwoUp: false, hasColumns: false };
  /** @type {Map<string, Promise<Line[]>>} */
  const texts = new Map();
  /** @type {Map<string, any>} */
  const shown = new Map();
  let showing = 0;

  // OpenSeadragon would put a style of its own into the page, which our policy forbids; it looks for this mark first.
  // Without a namespace the element is no style sheet, so the policy has nothing against it.
  const styleMark = document.createElementNS(null, "style");
  styleMark.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(styleMark);

  const viewer = OpenSeadragon({
    element: byId("viewer"),
    showNavigationControl: false,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.5,
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 3,
    drawer: "canvas",
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  });

  async function fetchJson(/** @type {string} */ path) {
    const response = await fetch(path, { headers: { accept: "application/json" } });
    if (!response.ok) throw new Error(`${response.status} ${path}`);
    return response.json();
  }

  /** @returns {Promise<Page[]>} */
  async function readManifest() {
    const manifest = await fetchJson(`${root}/iiif/3/items/${encodeURIComponent(item)}/manifest`);
    return manifest.items.map((/** @type {any} */ canvas) => {
      const service = here(canvas.items[0].items[0].body.service[0].id);
      const id = service.slice(service.lastIndexOf("/") + 1);
      return {
        id,
        label: Object.values(canvas.label ?? {}).flat()[0] ?? "",
        width: canvas.width,
        height: canvas.height,
        service,
        layers: canvas.annotations.map((/** @type {{ id: string }} */ layer) => here(layer.id)),
        thumbnail: `${root}/items/${encodeURIComponent(item)}/thumbnails/${id}`,
      };
    });
  }

  /** Lines of a page in reading order; the phiên âm is a layer of its own, on the same boxes. @returns {Promise<Line[]>} */
  function textOf(/** @type {Page} */ page) {
    const known = texts.get(page.id);
    if (known) return known;
    const readings = page.layers.find((layer) => layer.endsWith("/phien-am"));
    const asked = Promise.all([fetchJson(page.layers[0]), readings ? fetchJson(readings) : { items: [] }]).then(
      ([written, transliterated]) => {
        const read = new Map();
        for (const { body, target } of transliterated.items) read.set(target, body.value);
        return written.items.map((/** @type {{ body: any, target: string }} */ { body, target }) => {
          const [x, y, width, height] = target
            .slice(target.indexOf("xywh=") + 5)
            .split(",")
            .map(Number);
          const box = { x, y, width, height };
          return { text: body.value, language: body.language, box, phienAm: read.get(target) ?? "" };
        });
      },
    );
    asked.catch(() => texts.delete(page.id));
    texts.set(page.id, asked);
    return asked;
  }

  const isVertical = (/** @type {Line[]} */ lines) =>
    lines.filter(({ box }) => box.height > box.width).length * 2 >= lines.length;

  /** Numbers of the pages that lie open: alone, or like an open book with page 1 alone at the front. */
  function open() {
    if (!state.isTwoUp || state.index === 0) return [state.index];
    const first = state.index - ((state.index + 1) % 2);
    return [first, first + 1].filter((index) => index < state.pages.length);
  }

  async function show() {
    showing += 1;
    const mine = showing;
    const indexes = open();
    const pages = indexes.map((index) => state.pages[index]);
    const infos = await Promise.all(pages.map((page) => fetchJson(`${page.service}/info.json`)));
    if (mine !== showing) return;
    viewer.clearOverlays();
    viewer.world.removeAll();
    shown.clear();
    // In a right-to-left book the page that is read first lies at the right.
    const order = isRightToLeft ? [...pages.keys()].reverse() : [...pages.keys()];
    let x = 0;
    for (const at of order) {
      const page = pages[at];
      const source = { ...infos[at], id: new URL(page.service, location.href).href };
      viewer.addTiledImage({
        tileSource: source,
        x,
        y: 0,
        height: 1,
        success: (/** @type {any} */ e) => arrived(page, e.item, mine),
      });
      x += page.width / page.height + GAP;
    }
    home = new OpenSeadragon.Rect(0, 0, x - GAP, 1);
    reflect(indexes);
    void writeTexts(pages, mine);
  }

  let home = new OpenSeadragon.Rect(0, 0, 1, 1);

  function arrived(/** @type {Page} */ page, /** @type {any} */ image, /** @type {number} */ mine) {
    if (mine !== showing) return;
    shown.set(page.id, image);
    // OpenSeadragon looks at the first picture alone; what lies open is all of them.
    viewer.viewport.fitBounds(home, true);
    if (state.hasColumns) void drawColumns(page, image, mine);
  }

  /** Buttons, choice, thumbnails and address say which page lies open. */
  function reflect(/** @type {number[]} */ indexes) {
    choice.value = String(state.index);
    const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (byId(id));
    button("previous").disabled = indexes[0] === 0;
    button("next").disabled = indexes.at(-1) === state.pages.length - 1;
    button("two-up").setAttribute("aria-pressed", String(state.isTwoUp));
    button("columns").setAttribute("aria-pressed", String(state.hasColumns));
    for (const [index, link] of [...byId("strip").children].entries()) {
      const isOpen = indexes.includes(index);
      if (isOpen) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (index === indexes[0]) scrollStripTo(link);
    }
    const words = [`page=${state.index + 1}`, ...(state.isTwoUp ? ["two"] : []), ...(state.hasColumns ? ["columns"] : [])];
    history.replaceState(null, "", `#${words.join("&")}`);
  }

  /** Only the strip moves; scrollIntoView would move the whole page as well. */
  function scrollStripTo(/** @type {Element} */ link) {
    const [inner, outer] = [link.getBoundingClientRect(), byId("strip").getBoundingClientRect()];
    const by = (/** @type {number} */ before, /** @type {number} */ after) => Math.min(0, before) + Math.max(0, after);
    const left = by(inner.left - outer.left, inner.right - outer.right);
    byId("strip").scrollBy({ left, top: by(inner.top - outer.top, inner.bottom - outer.bottom) });
  }

  const make = (/** @type {string} */ name, /** @type {string} */ className, text = "") => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  async function writeTexts(/** @type {Page[]} */ pages, /** @type {number} */ mine) {
    const sections = await Promise.all(pages.map((page) => textSection(page)));
    if (mine === showing) byId("text").replaceChildren(...sections);
  }

  async function textSection(/** @type {Page} */ page) {
    const section = make("section", "page-text");
    const number = state.pages.indexOf(page) + 1;
    const heading = words.pageOf
      .replace("{label}", page.label)
      .replace("{number}", number)
      .replace("{count}", state.pages.length);
    section.append(make("h3", "", heading));
    try {
      const lines = await textOf(page);
      if (lines.length === 0) section.append(make("p", "quiet", words.noText));
      else section.append(columnsOf(page, lines), ...readingsOf(lines));
    } catch {
      section.append(make("p", "quiet", words.loadFailed));
    }
    return section;
  }

  function columnsOf(/** @type {Page} */ page, /** @type {Line[]} */ lines) {
    const block = make("div", isVertical(lines) ? "columns vertical" : "columns");
    block.tabIndex = 0;
    for (const [index, line] of lines.entries()) {
      const column = make("p", "column", line.text);
      column.lang = line.language;
      column.addEventListener("click", () => goTo(page, line));
      column.addEventListener("mouseenter", () => mark(page, index, true));
      column.addEventListener("mouseleave", () => mark(page, index, false));
      block.append(column);
    }
    return block;
  }

  function readingsOf(/** @type {Line[]} */ lines) {
    const read = lines.filter((line) => line.phienAm);
    if (read.length === 0) return [];
    const list = make("ol", "readings");
    for (const line of read) {
      const entry = make("li", "", line.phienAm);
      entry.lang = "vi";
      list.append(entry);
    }
    return [make("h4", "", words.phienAm), list];
  }

  /** Bring a column into view, with some of what is around it. */
  function goTo(/** @type {Page} */ page, /** @type {Line} */ { box }) {
    const image = shown.get(page.id);
    if (!image) return;
    const rect = image.imageToViewportRectangle(box.x - box.width, box.y - box.width, box.width * 3, box.height + box.width * 2);
    viewer.viewport.fitBounds(rect);
  }

  function mark(/** @type {Page} */ page, /** @type {number} */ index, /** @type {boolean} */ isMarked) {
    document.getElementById(`line-${page.id}-${index}`)?.classList.toggle("marked", isMarked);
  }

  const SVG = "http://www.w3.org/2000/svg";
  const svg = (/** @type {string} */ name, /** @type {Record<string, string | number>} */ attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };

  /** Boxes with their text, in the pixels of the page: the picture may be moved and enlarged, the text goes with it. */
  async function drawColumns(/** @type {Page} */ page, /** @type {any} */ image, /** @type {number} */ mine) {
    const lines = await textOf(page).catch(() => []);
    if (mine !== showing || !state.hasColumns || lines.length === 0) return;
    const layer = svg("svg", { viewBox: `0 0 ${page.width} ${page.height}`, preserveAspectRatio: "none" });
    layer.setAttribute("class", "boxes");
    const vertical = isVertical(lines);
    for (const [index, { box, text, language }] of lines.entries()) {
      const group = svg("g", { id: `line-${page.id}-${index}`, lang: language });
      group.append(svg("rect", { x: box.x, y: box.y, width: box.width, height: box.height }));
      group.append(vertical ? verticalText(box, text) : horizontalText(box, text));
      layer.append(group);
    }
    viewer.addOverlay({ element: layer, location: image.getBounds() });
  }

  /** Each character in its own place, so that every browser sets the column alike; copying still gives the whole column. */
  function verticalText(/** @type {Line["box"]} */ box, /** @type {string} */ text) {
    const characters = [...text];
    const pitch = box.height / characters.length;
    const element = svg("text", { "font-size": Math.min(box.width, pitch) * 0.94, "text-anchor": "middle" });
    for (const [index, character] of characters.entries()) {
      const place = svg("tspan", { x: box.x + box.width / 2, y: box.y + (index + 0.5) * pitch, dy: "0.36em" });
      place.textContent = character;
      element.append(place);
    }
    return element;
  }

  function horizontalText(/** @type {Line["box"]} */ box, /** @type {string} */ text) {
    const size = box.height * 0.8;
    const attributes = { x: box.x, y: box.y + size, "font-size": size, textLength: box.width, lengthAdjust: "spacingAndGlyphs" };
    const element = svg("text", attributes);
    element.textContent = text;
    return element;
  }

  function go(/** @type {number} */ index) {
    const next = Math.max(0, Math.min(state.pages.length - 1, index));
    if (open().includes(next) && shown.size > 0 && state.isTwoUp) return;
    state.index = next;
    void show().catch(fail);
  }

  const forward = () => go(Math.max(...open()) + 1);
  const back = () => go(Math.min(...open()) - 1);

  function toggle(/** @type {"isTwoUp" | "hasColumns"} */ what) {
    state[what] = !state[what];
    void show().catch(fail);
  }

  function fail() {
    byId("text").replaceChildren(make("p", "quiet", words.loadFailed));
  }

  /** Arrow keys follow the eye: in a right-to-left book the left arrow leads on. @type {Record<string, () => void>} */
  const KEYS = {
    ArrowLeft: isRightToLeft ? forward : back,
    ArrowRight: isRightToLeft ? back : forward,
    PageDown: forward,
    PageUp: back,
    Home: () => go(0),
    End: () => go(state.pages.length - 1),
  };

  function listen() {
    byId("next").addEventListener("click", forward);
    byId("previous").addEventListener("click", back);
    byId("two-up").addEventListener("click", () => toggle("isTwoUp"));
    byId("columns").addEventListener("click", () => toggle("hasColumns"));
    byId("zoom-in").addEventListener("click", () => viewer.viewport.zoomBy(1.5).applyConstraints());
    byId("zoom-out").addEventListener("click", () => viewer.viewport.zoomBy(1 / 1.5).applyConstraints());
    byId("zoom-home").addEventListener("click", () => viewer.viewport.fitBounds(home));
    choice.addEventListener("change", () => go(Number(choice.value)));
    viewer.addHandler("canvas-key", (/** @type {any} */ e) => {
      if (e.originalEvent.key in KEYS) e.preventDefaultAction = true;
    });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("select, input, textarea, .columns");
      const act = KEYS[event.key];
      if (!act || isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act();
    });
    addEventListener("hashchange", () => {
      readAddress();
      void show().catch(fail);
    });
  }

  function readAddress() {
    const words = location.hash.slice(1).split("&");
    const page = Number(words.find((word) => word.startsWith("page="))?.slice(5));
    state.index = Math.max(0, Math.min(state.pages.length - 1, (Math.trunc(page) || 1) - 1));
    state.isTwoUp = words.includes("two");
    state.hasColumns = words.includes("columns");
  }

  function fillStrip() {
    for (const [index, page] of state.pages.entries()) {
      choice.append(new Option(`${page.label} (${index + 1}/${state.pages.length})`, String(index)));
      const link = make("button", "thumb");
      link.setAttribute("type", "button");
      const picture = document.createElement("img");
      picture.src = page.thumbnail;
      picture.alt = "";
      picture.loading = "lazy";
      link.append(picture, make("span", "", page.label));
      link.setAttribute("aria-label", `${words.page} ${page.label}`);
      link.addEventListener("click", () => go(index));
      byId("strip").append(link);
    }
  }

  async function start() {
    byId("text").replaceChildren(make("p", "quiet", words.loading));
    state.pages = await readManifest();
    readAddress();
    fillStrip();
    listen();
    await show();
  }

  start().catch(fail);
})();
