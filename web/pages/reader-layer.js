// @ts-check
/** What lies over the picture of a page, in its pixels: the text on its glyphs, what a search found, the chosen column. */
import { codePointOf, isMissing } from "./reader-characters.js";
import { draw } from "./reader-dom.js";

/** @typedef {import("./reader-book.js").Page} Page */
/** @typedef {import("./reader-texts.js").PageText} PageText */
/** @typedef {import("./reader-texts.js").Line} Line */
/** @typedef {{ box: import("./reader-texts.js").Box, isCurrent: boolean }} HitBox */

/** A drawing as large as the page. @param {Page} page */
export function createLayer({ width, height }) {
  const layer = draw("svg", { class: "layer", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" });
  layer.append(draw("g", { class: "glyphs" }), draw("g", { class: "chosen" }), draw("g", { class: "hits" }));
  return layer;
}

/** @param {Element} layer @param {HitBox[]} hits */
export function drawHits(layer, hits) {
  layer
    .querySelector(".hits")
    ?.replaceChildren(
      ...hits.map(({ box, isCurrent }) => draw("rect", { ...rectOf(box, 3), class: isCurrent ? "hit current" : "hit" })),
    );
}

/** @param {Element} layer @param {Line | undefined} line */
export function drawChosen(layer, line) {
  layer.querySelector(".chosen")?.replaceChildren(...(line ? [draw("rect", rectOf(line.box, 6))] : []));
}

/** The text, each character on its glyph; what no font has is left open and shows the page. @param {Element} layer @param {PageText | undefined} text */
export function drawText(layer, text) {
  layer.querySelector(".glyphs")?.replaceChildren(...(text ? text.lines.map((line) => lineOf(text, line)) : []));
}

/** @param {PageText} text @param {Line} line */
function lineOf(text, line) {
  const group = draw("g", { class: "line", lang: text.language, "data-line": line.id });
  const isUpright = text.isVertical || line.box[3] > line.box[2];
  for (const [index, { box, text: character }] of line.characters.entries()) {
    if (isMissing(text, character))
      group.append(draw("rect", { ...rectOf(box, 0), class: "rare-place" }, draw("title", {}, codePointOf(character))));
    else if (isUpright) group.append(draw("rect", { ...paperOf(line, index), class: "paper" }));
  }
  if (!isUpright) group.append(draw("rect", { ...rectOf(line.box, 2), class: "paper" }));
  group.append(isUpright ? uprightText(text, line) : levelText(line));
  return group;
}

/** As wide as the column, and down to the next character, so that a column is one strip. @param {Line} line @param {number} index */
function paperOf({ characters }, index) {
  const left = Math.min(...characters.map(({ box }) => box[0])) - 2;
  const right = Math.max(...characters.map(({ box }) => box[0] + box[2])) + 2;
  const [, y, , height] = characters[index].box;
  const next = characters[index + 1]?.box[1] ?? y + height;
  const bottom = next - y < height * 1.8 ? Math.max(y + height, next) : y + height;
  return { x: left, y: y - 2, width: right - left, height: bottom - y + 4 };
}

/** Each character in its own place, so that every browser sets the column alike; copying gives the whole column. @param {PageText} text @param {Line} line */
function uprightText(text, { characters }) {
  const element = draw("text", { class: "upright", "text-anchor": "middle", "font-size": sizeOf(characters) });
  for (const { text: character, box } of characters) {
    const [x, y, width, height] = box;
    const attributes = { x: x + width / 2, y: y + height / 2 };
    element.append(draw("tspan", { ...attributes, class: isMissing(text, character) ? "rare" : undefined }, character));
  }
  return element;
}

/** One size for the whole column: that of its characters in the middle of the order, and no more than fits below each other. @param {import("./reader-texts.js").Character[]} characters */
function sizeOf(characters) {
  const middle = (/** @type {number[]} */ sizes) => sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)];
  const across = middle(characters.map(({ box }) => Math.max(box[2], box[3])));
  const tops = characters.map(({ box }) => box[1] + box[3] / 2);
  const pitch = middle(tops.slice(1).map((top, index) => top - tops[index])) ?? across;
  return Math.max(1, Math.min(across, pitch > 0 ? pitch : across) * 0.98);
}

/** @param {Line} line */
function levelText({ box: [x, y, width, height], text }) {
  const size = height * 0.8;
  return draw("text", { x, y: y + size, "font-size": size, textLength: width, lengthAdjust: "spacingAndGlyphs" }, text);
}

/** Grown by some pixels on every side. @param {import("./reader-texts.js").Box} box @param {number} by */
function rectOf([x, y, width, height], by) {
  return { x: x - by, y: y - by, width: width + by * 2, height: height + by * 2, rx: by };
}
