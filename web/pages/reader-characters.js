// @ts-check
/** Characters that no font of ours has: a cut of the page in their place, with their code point. */
import { pictureOf, say } from "./reader-book.js";
import { draw, make } from "./reader-dom.js";

/** @typedef {import("./reader-book.js").Page} Page */
/** @typedef {import("./reader-texts.js").PageText} PageText */
/** @typedef {import("./reader-texts.js").Line} Line */

/** Longer side, in pixels, of the picture that the cuts of one page are taken from: one request for all of them. */
const PICTURE_PIXELS = 2000;
/** Room around a cut, as a share of its size. */
const MARGIN = 0.08;

/** @param {string} character */
export const codePointOf = (character) =>
  [...character].map((each) => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ");

/** @param {PageText} text @param {string} character */
export const isMissing = ({ missing }, character) => missing.has([...character][0]);

/**
 * The text of a line, piece by piece: what fonts have as it stands, the rest as cuts. What is selected and copied is the text.
 * `marked` are places in the text, in code points, that stand out.
 * @param {Page} page @param {PageText} text @param {Line} line @param {[number, number][]} [marked]
 */
export function writtenPieces(page, text, line, marked = []) {
  let number = 0;
  /** @type {(Node | string)[]} */
  const pieces = [];
  for (const [at, character] of [...line.text].entries()) {
    const box = /\s/.test(character) ? undefined : boxAt(line, number++);
    const piece = text.missing.has(character) && box ? cutOf(page, character, box) : character;
    const isMarked = marked.some(([start, end]) => at >= start && at < end);
    if (isMarked) pieces.push(make("mark", {}, piece));
    else pieces.push(piece);
  }
  return pieces;
}

/** The place of a code point; characters may have several. @param {Line} line @param {number} number */
function boxAt({ characters }, number) {
  let passed = 0;
  for (const { text, box } of characters) {
    passed += [...text].length;
    if (number < passed) return box;
  }
  return undefined;
}

/** @param {Page} page @param {string} character @param {import("./reader-texts.js").Box} box */
function cutOf(page, character, [x, y, width, height]) {
  const [dx, dy] = [width * MARGIN, height * MARGIN];
  const code = codePointOf(character);
  const picture = draw("svg", {
    viewBox: `${x - dx} ${y - dy} ${width + dx * 2} ${height + dy * 2}`,
    role: "img",
    "aria-label": say("rareCharacter", { code }),
  });
  picture.append(
    draw("title", {}, say("rareCharacter", { code })),
    draw("image", { href: pictureOf(page, PICTURE_PIXELS), width: page.width, height: page.height }),
  );
  const copied = make("span", { class: "rare-text", "aria-hidden": "true" }, character);
  return make("span", { class: "rare", "data-code": code.replace("U+", "") }, picture, copied);
}
