/**
 * PAGE XML of one page (PRImA PAGE-Content 2024-07-15): the format of correction tools, and the only one that says both how a
 * column is read (`readingDirection`) and how columns follow each other (`textLineOrder`). One region a kind of line in a row,
 * one TextLine a column, its characters as Glyphs.
 * @see https://github.com/PRImA-Research-Lab/PAGE-XML
 */
import type { Box } from "../pipeline/geometry.ts";
import type { Character, TextLayer, TextLine } from "../pipeline/text-layer.ts";
import { element, type XmlElement, type XmlText, xmlDocument } from "./xml.ts";

/** Namespace of PAGE content. */
export const PAGE_NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2024-07-15";

/** What the text layer does not know. */
export interface PageOfImage {
  readonly imageName: string;
  /** When the layer was made; ISO 8601. */
  readonly madeAt: string;
}

/** Kinds of lines as PAGE names regions; the others are told by the `custom` attribute alone. */
const REGION_TYPES: Readonly<Record<TextLine["kind"], string>> = {
  body: "paragraph",
  commentary: "paragraph",
  "running-title": "header",
  "head-note": "marginalia",
};

interface Region {
  readonly kind: TextLine["kind"];
  readonly lines: readonly TextLine[];
}

/** The PAGE document of a text layer, and the code points that XML cannot hold. */
export function pageDocument(layer: TextLayer, page: PageOfImage): XmlText {
  const regions = regionsOf(layer.lines);
  const directions = directionsOf(layer);
  const order = element(
    "ReadingOrder",
    {},
    element(
      "OrderedGroup",
      { id: "order" },
      ...regions.map((_, at) => element("RegionRefIndexed", { index: at, regionRef: `region-${at + 1}` })),
    ),
  );
  const metadata = element(
    "Metadata",
    {},
    element("Creator", {}, `${layer.engine.name} ${layer.engine.version}`),
    element("Created", {}, page.madeAt),
    element("LastChange", {}, page.madeAt),
    element("Comments", {}, layer.status),
  );
  return xmlDocument(
    element(
      "PcGts",
      { xmlns: PAGE_NAMESPACE },
      metadata,
      element(
        "Page",
        { imageFilename: page.imageName, imageWidth: layer.width, imageHeight: layer.height, ...directions },
        ...(regions.length === 0 ? [] : [order]),
        ...regions.map((region, at) => regionElement(region, at, directions)),
      ),
    ),
  );
}

type Directions = Readonly<Record<"readingDirection" | "textLineOrder", string>>;

function directionsOf({ writingMode }: TextLayer): Directions {
  return writingMode === "vertical-rl"
    ? { readingDirection: "top-to-bottom", textLineOrder: "right-to-left" }
    : { readingDirection: "left-to-right", textLineOrder: "top-to-bottom" };
}

/** Lines keep their order: where the kind changes a new region begins. */
function regionsOf(lines: readonly TextLine[]): readonly Region[] {
  const regions: { kind: TextLine["kind"]; lines: TextLine[] }[] = [];
  for (const line of lines) {
    const last = regions.at(-1);
    if (last?.kind === line.kind) last.lines.push(line);
    else regions.push({ kind: line.kind, lines: [line] });
  }
  return regions;
}

function regionElement({ kind, lines }: Region, at: number, directions: Directions): XmlElement {
  const id = `region-${at + 1}`;
  const custom = `structure {type:${kind};}`;
  return element(
    "TextRegion",
    { id, custom, type: REGION_TYPES[kind], ...directions },
    element("Coords", { points: around(lines.map(({ box }) => box)) }),
    ...lines.map((line, index) => lineElement(line, `${id}-line-${index + 1}`)),
  );
}

/** What a person gave for a line beside its text travels in `custom` and as further readings with their data type. */
function lineElement(line: TextLine, id: string): XmlElement {
  const others = [line.phienAm, line.translation].filter((each) => each !== undefined && each !== "");
  return element(
    "TextLine",
    { id, custom: `sohoa {line:${line.id};}`, ...(line.note === undefined ? {} : { comments: line.note }) },
    element("Coords", { points: corners(line.box) }),
    ...(line.characters.length === 0 ? [] : [word(line, id)]),
    equivalent(line.text, line.confidence, 0),
    ...others.map((other, at) => equivalent(other ?? "", undefined, at + 1)),
  );
}

function word(line: TextLine, lineId: string): XmlElement {
  const id = `${lineId}-word`;
  const glyphs = line.characters.map((character, at) => glyph(character, `${id}-glyph-${at + 1}`));
  return element(
    "Word",
    { id },
    element("Coords", { points: around(line.characters.map(({ box }) => box)) }),
    ...glyphs,
    equivalent(line.characters.map(({ text }) => text).join(""), undefined, 0),
  );
}

/** The alternatives of the reader follow the reading, best first. */
function glyph({ text, box, confidence, alternatives }: Character, id: string): XmlElement {
  const readings = [{ text, confidence }, ...alternatives];
  return element(
    "Glyph",
    { id },
    element("Coords", { points: corners(box) }),
    ...readings.map((each, at) => equivalent(each.text, each.confidence, at)),
  );
}

function equivalent(text: string, confidence: number | undefined, index: number): XmlElement {
  const conf = confidence === undefined ? undefined : Number(confidence.toFixed(4));
  return element("TextEquiv", { index, conf }, element("Unicode", {}, text));
}

/** Points of PAGE are whole and never negative. */
function corners({ x, y, width, height }: Box): string {
  const [left, top, right, bottom] = [x, y, x + width, y + height].map((each) => Math.max(0, Math.round(each)));
  return `${left},${top} ${right},${top} ${right},${bottom} ${left},${bottom}`;
}

function around(boxes: readonly Box[]): string {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return corners({ x, y, width: right - x, height: bottom - y });
}
