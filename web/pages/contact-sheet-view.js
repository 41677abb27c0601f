// @ts-check
/** Shows one page: by a bar between master and cleaned picture, or side by side, with what was found drawn on them. */
(() => {
  const { frameOf, transformOf, mapPoint, overlay, draw } = globalThis.sheetGeometry;
  const IDENTITY = [1, 0, 0, 1, 0, 0, 0, 0];
  const LEAST_HEIGHT = 280;

  const make = (/** @type {string} */ name, /** @type {string} */ className) => {
    const element = document.createElement(name);
    element.className = className;
    return element;
  };

  /**
   * @param {{ host: HTMLElement, bar: HTMLInputElement, pictureSide: number, say: (key: string, facts?: object) => string }} parts
   */
  globalThis.openView = ({ host, bar, pictureSide, say }) => {
    /** @type {any} */
    let page = null;
    const state = { isSideBySide: false, isZoomed: false, isMasterHeld: false };
    /** Set anew with each page: fits the pictures to the room there is. */
    let place = () => {};

    const shrinkOf = (/** @type {{ width: number, height: number }} */ size) =>
      Math.min(1, pictureSide / Math.max(size.width, size.height));

    /** Room for a frame of this shape, or the picture's own pixels when enlarged. */
    function scaleFor(
      /** @type {{ width: number, height: number }} */ box,
      /** @type {number} */ columns,
      /** @type {number} */ shrink,
    ) {
      if (state.isZoomed) return shrink;
      const style = getComputedStyle(host);
      const width = host.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      const height = Math.max(LEAST_HEIGHT, innerHeight - 215);
      return Math.min((width - (columns - 1) * 12) / columns / box.width, height / box.height);
    }

    function show() {
      host.replaceChildren();
      host.classList.toggle("zoomed", state.isZoomed);
      bar.disabled = state.isSideBySide || !page?.after;
      if (!page?.before) {
        const empty = make("p", "no-picture");
        empty.textContent = say("contact.noPicture");
        host.append(empty);
        place = () => {};
        return;
      }
      if (state.isSideBySide || !page.after) showSides();
      else showFrame();
      place();
    }

    /** @param {{ src: string, width: number, height: number }} of @param {string} label */
    function pictureOf(of, label) {
      const picture = /** @type {HTMLImageElement} */ (make("img", ""));
      picture.src = of.src;
      picture.alt = `${label}: ${page.title.vi}`;
      picture.draggable = false;
      picture.decoding = "async";
      const shrink = shrinkOf(of);
      picture.style.width = `${of.width * shrink}px`;
      picture.style.height = `${of.height * shrink}px`;
      return picture;
    }

    function drawFindings(/** @type {Element} */ layer, /** @type {"onMaster" | "onClean"} */ on) {
      page.findings.forEach((/** @type {any} */ finding, /** @type {number} */ index) => {
        if (finding[on])
          draw(layer, "polygon", finding[on], `found ${finding.severity}`).setAttribute("data-finding", String(index));
      });
    }

    /** Points of the master in the plane of the cleaned picture. */
    const inPlane = (/** @type {number[]} */ points) =>
      points.flatMap((x, at) => (at % 2 === 0 ? mapPoint(page.toClean, x, points[at + 1]) : []));

    function showFrame() {
      const box = frameOf(page);
      const frame = make("div", "frame");
      const under = make("div", "layer before");
      const over = make("div", "layer after");
      const line = make("div", "divider");
      const [before, after] = [pictureOf(page.before, say("contact.before")), pictureOf(page.after, say("contact.after"))];
      const marks = overlay(box);
      for (const piece of page.outline) draw(marks, "polyline", inPlane(piece), "outline");
      const { width, height } = page.after;
      draw(marks, "polygon", [0, 0, width, 0, width, height, 0, height], "kept");
      for (const fold of page.folds) draw(marks, "polygon", fold, "fold");
      drawFindings(marks, "onClean");
      under.append(before);
      over.append(after);
      frame.append(under, over, marks, line);
      host.append(frame);
      dragBy(frame);
      place = () => {
        const scale = scaleFor(box, 1, shrinkOf(page.after));
        frame.style.width = `${box.width * scale}px`;
        frame.style.height = `${box.height * scale}px`;
        before.style.transform = transformOf(page.toClean, shrinkOf(page.before), box, scale);
        after.style.transform = transformOf(IDENTITY, shrinkOf(page.after), box, scale);
        moveBar();
      };
    }

    function showSides() {
      const sides = /** @type {const} */ (["before", "after"]).filter((side) => page[side]);
      const figures = sides.map(showSide);
      place = () => {
        const columns = host.clientWidth < 620 ? 1 : figures.length;
        for (const { size, holder, picture } of figures) {
          const scale = scaleFor(size, columns, shrinkOf(size));
          for (const each of [holder, picture]) {
            each.style.width = `${size.width * scale}px`;
            each.style.height = `${size.height * scale}px`;
          }
        }
      };
    }

    function showSide(/** @type {"before" | "after"} */ side) {
      const figure = make("figure", `side-${side}`);
      const caption = make("figcaption", "quiet");
      caption.textContent = say(`contact.${side}`);
      const holder = make("div", "frame still");
      const picture = pictureOf(page[side], say(`contact.${side}`));
      const marks = overlay({ x: 0, y: 0, width: page[side].width, height: page[side].height });
      if (side === "before") drawMasterMarks(marks);
      else for (const fold of page.folds) draw(marks, "polygon", fold, "fold");
      drawFindings(marks, side === "before" ? "onMaster" : "onClean");
      holder.append(picture, marks);
      figure.append(caption, holder);
      host.append(figure);
      return { size: page[side], holder, picture };
    }

    function drawMasterMarks(/** @type {Element} */ marks) {
      for (const piece of page.outline) draw(marks, "polyline", piece, "outline");
      if (page.kept) draw(marks, "polygon", page.kept, "kept");
    }

    function dragBy(/** @type {HTMLElement} */ frame) {
      const follow = (/** @type {PointerEvent} */ event) => {
        const { left, width } = frame.getBoundingClientRect();
        const share = (event.clientX - left) / width;
        bar.value = String(Math.round(100 * Math.max(0, Math.min(1, share))));
        moveBar();
      };
      frame.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        frame.setPointerCapture(event.pointerId);
        follow(event);
      });
      frame.addEventListener("pointermove", (event) => {
        if (frame.hasPointerCapture(event.pointerId)) follow(event);
      });
    }

    /** The master lies left of the bar, the cleaned picture right of it. */
    function moveBar() {
      const share = state.isMasterHeld ? 100 : Number(bar.value);
      bar.setAttribute("aria-valuetext", say("contact.sliderValue", { share: bar.value }));
      const over = /** @type {HTMLElement | null} */ (host.querySelector(".layer.after"));
      const line = /** @type {HTMLElement | null} */ (host.querySelector(".divider"));
      if (over) over.style.clipPath = `inset(0 0 0 ${share}%)`;
      if (line) line.style.left = `${share}%`;
    }

    bar.addEventListener("input", moveBar);
    addEventListener("resize", () => place());

    return {
      show(/** @type {any} */ next) {
        page = next;
        show();
      },
      toggle(/** @type {"isSideBySide" | "isZoomed"} */ what) {
        state[what] = !state[what];
        show();
        return state[what];
      },
      holdMaster(/** @type {boolean} */ isHeld) {
        state.isMasterHeld = isHeld;
        moveBar();
      },
      step(/** @type {number} */ by) {
        bar.value = String(Number(bar.value) + by);
        moveBar();
      },
      mark(/** @type {number} */ index, /** @type {boolean} */ isMarked) {
        for (const each of host.querySelectorAll(`[data-finding="${index}"]`)) each.classList.toggle("marked", isMarked);
      },
    };
  };
})();
