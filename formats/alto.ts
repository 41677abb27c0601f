/**
 * ALTO 4.4 of one page (Library of Congress, https://www.loc.gov/standards/alto/): what METS packages and most tools read.
 * A column is a TextLine with one String, its characters are Glyphs; BASEDIRECTION "ttb" says that it is vertical, and
 * ReadingOrder gives the order of columns, for which ALTO has no attribute.
 */
import type { Box } from "../pipeline/geometry.ts";
import type { Character, TextLayer, TextLine } from "../pipeline/text-layer.ts";
import { element, isXmlText, type XmlElement, type XmlText, xmlDocument } from "./xml.ts";

/** What the text layer does not know. */
export interface AltoPage {
  /** Permanent identifier of the page. */
  readonly pageId: string;
  /** Place in the item, counted from 1. */
  readonly sequence: number;
  /** Label that is printed or given, such as 12a. */
  readonly label: string;
  /** File name of the page image. */
  readonly imageName: string;
  /** BCP 47 tag. */
  readonly language: string;
}

/** The ALTO document of a page, and the code points that XML cannot hold. */
export function altoDocument(layer: TextLayer, page: AltoPage): XmlText {
  const { width, height } = layer;
  const blocks = layer.lines.map((line, at) => textBlock(line, at, layer, page.language));
  const space = { HPOS: 0, VPOS: 0, WIDTH: width, HEIGHT: height };
  return xmlDocument(
    element(
      "alto",
      { xmlns: "http://www.loc.gov/standards/alto/ns-v4#", SCHEMAVERSION: "4.4" },
      description(layer, page),
      ...(blocks.length === 0 ? [] : [tags(layer), readingOrder(layer)]),
      element(
        "Layout",
        {},
        element(
          "Page",
          {
            ID: "page",
            WIDTH: width,
            HEIGHT: height,
            PHYSICAL_IMG_NR: page.sequence,
            PRINTED_IMG_NR: page.label,
            LANG: page.language,
          },
          element("PrintSpace", space, ...blocks),
        ),
      ),
    ),
  );
}

function description(layer: TextLayer, page: AltoPage): XmlElement {
  const isReviewed = layer.status === "reviewed";
  return element(
    "Description",
    {},
    element("MeasurementUnit", {}, "pixel"),
    element("sourceImageInformation", {}, element("fileName", {}, page.imageName), identifier(page.pageId)),
    element(
      "Processing",
      { ID: "processing" },
      element("processingCategory", {}, isReviewed ? "contentModification" : "contentGeneration"),
      element(
        "processingSoftware",
        {},
        element("softwareName", {}, layer.engine.name),
        element("softwareVersion", {}, layer.engine.version),
      ),
    ),
  );
}

function identifier(pageId: string): XmlElement {
  return element("fileIdentifier", {}, pageId);
}

/** The kinds of lines as layout tags, named as the text layer names them. */
function tags(layer: TextLayer): XmlElement {
  const kinds = [...new Set(layer.lines.map(({ kind }) => kind))].sort();
  return element("Tags", {}, ...kinds.map((kind) => element("LayoutTag", { ID: `kind-${kind}`, TYPE: "line", LABEL: kind })));
}

function readingOrder(layer: TextLayer): XmlElement {
  const refs = layer.lines.map((_, at) => element("ElementRef", { ID: `order-${at + 1}`, REF: `block-${at + 1}` }));
  return element("ReadingOrder", {}, element("OrderedGroup", { ID: "order" }, ...refs));
}

function textBlock(line: TextLine, at: number, layer: TextLayer, language: string): XmlElement {
  const isVertical = layer.writingMode === "vertical-rl";
  const number = at + 1;
  const place = position(line.box);
  const attributes = {
    ID: `block-${number}`,
    ...place,
    LANG: language,
    TAGREFS: `kind-${line.kind}`,
    BASEDIRECTION: isVertical ? "ttb" : "ltr",
  };
  const text = element(
    "TextLine",
    { ID: `line-${number}`, ...place, BASELINE: baseline(line.box, isVertical) },
    ...strings(line, number),
  );
  return element("TextBlock", attributes, text);
}

/** A vertical line's baseline runs through the middle of the column. */
function baseline({ x, y, width, height }: Box, isVertical: boolean): string {
  const points = isVertical ? [x + width / 2, y, x + width / 2, y + height] : [x, y + height, x + width, y + height];
  const [x1, y1, x2, y2] = points.map(rounded);
  return `${x1},${y1} ${x2},${y2}`;
}

/** One String a word, parted by SP; a column is one word. Without text or boxes of characters the line is one String. */
function strings(line: TextLine, lineNumber: number): readonly XmlElement[] {
  const words = line.text.split(/\s+/u).filter((word) => word !== "");
  const parts = wordsOfCharacters(words, line.characters);
  if (parts === undefined || parts.length === 0) {
    const id = `string-${lineNumber}-1`;
    return [element("String", { ID: id, ...position(line.box), CONTENT: line.text, WC: confidence(line.confidence) })];
  }
  return parts.flatMap((characters, at) => {
    const id = `${lineNumber}-${at + 1}`;
    const box = around(characters);
    const content = words[at] ?? "";
    const attributes = { ID: `string-${id}`, ...position(box), CONTENT: content, WC: confidence(mean(characters)) };
    const string = element("String", attributes, ...glyphs(characters, id));
    return at === 0 ? [string] : [element("SP", {}), string];
  });
}

/** The characters of each word, or undefined when they are not those of the text. */
function wordsOfCharacters(
  words: readonly string[],
  characters: readonly Character[],
): readonly (readonly Character[])[] | undefined {
  const parts: Character[][] = [];
  let at = 0;
  for (const word of words) {
    const part: Character[] = [];
    let text = "";
    while (text.length < word.length) {
      const character = characters[at++];
      if (character === undefined) return undefined;
      part.push(character);
      text += character.text;
    }
    if (text !== word) return undefined;
    parts.push(part);
  }
  return at === characters.length ? parts : undefined;
}

/** A Glyph may hold one code point only; a mark or variation selector becomes a Glyph of its own with its base's box. */
function glyphs(characters: readonly Character[], stringId: string): readonly XmlElement[] {
  const codePoints = characters
    .flatMap((character) => [...character.text].map((text) => ({ character, text })))
    .filter(({ text }) => isXmlText(text));
  return codePoints.map(({ character, text }, at) => {
    const attributes = { ID: `glyph-${stringId}-${at + 1}`, ...position(character.box), CONTENT: text };
    const isWhole = text === character.text;
    return element("Glyph", { ...attributes, GC: confidence(character.confidence) }, ...(isWhole ? variants(character) : []));
  });
}

/** What else the reader thought of; the schema allows three code points. */
function variants(character: Character): readonly XmlElement[] {
  return character.alternatives
    .filter(({ text }) => text !== "" && [...text].length <= 3 && isXmlText(text))
    .map((other) => element("Variant", { CONTENT: other.text, VC: confidence(other.confidence) }));
}

function around(characters: readonly Character[]): Box {
  const x = Math.min(...characters.map(({ box }) => box.x));
  const y = Math.min(...characters.map(({ box }) => box.y));
  const right = Math.max(...characters.map(({ box }) => box.x + box.width));
  const bottom = Math.max(...characters.map(({ box }) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function position({ x, y, width, height }: Box) {
  return { HPOS: rounded(x), VPOS: rounded(y), WIDTH: rounded(width), HEIGHT: rounded(height) };
}

function mean(characters: readonly Character[]): number {
  return characters.reduce((sum, each) => sum + each.confidence, 0) / characters.length;
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

function confidence(value: number): number {
  return Number(value.toFixed(4));
}
