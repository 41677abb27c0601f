/**
 * The points of PDF/A-2u (ISO 19005-2) that can be seen without its validator, looked up in what qpdf reads of a file. A file
 * without faults here is PDF/A-2u by construction; only veraPDF could say more.
 */
import { readFileSync } from "node:fs";
import { runTool } from "../../fixtures/tools.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of a PDF have every form
type Any = any;

/** A PDF as qpdf tells it: strings begin with u: or b:, names with a slash, references are `7 0 R`. */
interface Told {
  readonly of: (value: Any) => Any;
  readonly all: readonly Any[];
  readonly trailer: Any;
  readonly bytesOf: (stream: Any) => Buffer;
}

/** Everything that the standard forbids or misses, in short words; none for a good file. */
export function pdfaFaults(path: string): readonly string[] {
  const told = tell(path);
  const root = told.of(told.trailer["/Root"]) ?? {};
  return [
    ...fileFaults(path, told),
    ...catalogueFaults(root, told),
    ...metadataFaults(root, told),
    ...forbidden(told),
    ...told.all
      .filter((each) => each["/Type"] === "/Font" && each["/Subtype"] === "/Type0")
      .flatMap((font) => fontFaults(font, told)),
    ...told.all.filter((each) => each["/Type"] === "/Page").flatMap(pageFaults),
  ];
}

function tell(path: string): Told {
  const json = JSON.parse(runTool("qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", path));
  const objects: Record<string, Any> = json.qpdf[1];
  const plain = (held: Any) => held?.value ?? (held?.stream ? { ...held.stream.dict, data: held.stream.data } : undefined);
  const of = (value: Any) => (typeof value === "string" && / R$/.test(value) ? plain(objects[`obj:${value}`]) : value);
  const all = Object.values(objects).map(plain).flatMap(nested);
  return { of, all, trailer: objects["trailer"].value, bytesOf: (stream) => Buffer.from(of(stream)?.data ?? "", "base64") };
}

/** A dictionary and all that stand in it. */
function nested(value: Any): readonly Any[] {
  if (typeof value !== "object" || value === null) return [];
  return [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(nested)];
}

function fileFaults(path: string, { trailer }: Told): readonly string[] {
  const bytes = readFileSync(path);
  const isBinaryMarked =
    bytes.subarray(0, 8).toString("latin1") === "%PDF-1.7" && bytes.subarray(10, 14).every((byte) => byte > 127);
  return [
    ...(isBinaryMarked ? [] : ["header"]),
    ...(/%%EOF\r?\n?$/.test(bytes.subarray(-8).toString("latin1")) ? [] : ["data behind the end"]),
    ...(trailer["/ID"]?.length === 2 ? [] : ["no /ID"]),
    ...("/Encrypt" in trailer ? ["encrypted"] : []),
  ];
}

function catalogueFaults(root: Any, told: Told): readonly string[] {
  const intents: Any[] = root["/OutputIntents"] ?? [];
  const profile = told.bytesOf(intents.find((intent) => intent["/S"] === "/GTS_PDFA1")?.["/DestOutputProfile"]);
  const layers = root["/OCProperties"];
  const order = layers?.["/D"]?.["/Order"] ?? [];
  return [
    ...(/^u:[A-Za-z-]+$/.test(root["/Lang"] ?? "") ? [] : ["no /Lang"]),
    ...(profile.toString("latin1", 36, 40) === "acsp" ? [] : ["no output intent with a profile"]),
    ...(root["/ViewerPreferences"]?.["/Direction"] === undefined ? [] : ["reading direction"]),
    ...["/OpenAction", "/AA", "/AcroForm", "/NeedsRendering"].filter((key) => key in root),
    ...(layers === undefined || layers["/D"]["/Name"] ? [] : ["layers without a name"]),
    ...(layers?.["/OCGs"].every((group: string) => order.includes(group)) === false ? ["layer left out of the order"] : []),
    ...(layers?.["/D"]["/AS"] === undefined ? [] : ["layers that switch themselves"]),
  ];
}

function metadataFaults(root: Any, told: Told): readonly string[] {
  const stream = told.of(root["/Metadata"]) ?? {};
  const xmp = told.bytesOf(root["/Metadata"]).toString("utf8");
  const info = told.of(told.trailer["/Info"]) ?? {};
  const first = (pattern: RegExp) =>
    pattern.exec(xmp)?.[1]?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const stated: readonly (readonly [string, string | undefined])[] = [
    ["/Title", first(/<dc:title>.*?x-default">([^<]*)</s)],
    ["/Author", first(/<dc:creator>.*?<rdf:li>([^<]*)</s)],
    ["/Subject", first(/<dc:description>.*?x-default">([^<]*)</s)],
    ["/Creator", first(/<xmp:CreatorTool>([^<]*)</)],
    ["/Producer", first(/<pdf:Producer>([^<]*)</)],
  ];
  return [
    ...(stream["/Subtype"] === "/XML" && !("/Filter" in stream) ? [] : ["XMP filtered or missing"]),
    ...(/<pdfaid:part>2</.test(xmp) && /<pdfaid:conformance>U</.test(xmp) ? [] : ["not declared as 2u"]),
    ...stated
      .filter(([key, value]) => info[key] !== (value === undefined ? undefined : `u:${value}`))
      .map(([key]) => `${key} differs`),
  ];
}

function forbidden({ all }: Told): readonly string[] {
  const actions = ["/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition"];
  return all.flatMap((each) => [
    ...actions.filter((action) => each["/S"] === action),
    ...["/EF", "/EmbeddedFiles", "/JS", "/TR", "/Alternates", "/OPI"].filter((key) => key in each),
    ...(each["/Interpolate"] === true ? ["interpolated image"] : []),
    ...([each["/Filter"]].flat().includes("/LZWDecode") ? ["LZW"] : []),
  ]);
}

/** Every code has a meaning and a glyph, and its width is that of the glyph (6.2.11). */
function fontFaults(font: Any, told: Told): readonly string[] {
  const descendant = told.of(font["/DescendantFonts"]?.[0]) ?? {};
  const program = told.bytesOf(told.of(descendant["/FontDescriptor"])?.["/FontFile2"]);
  const map = told.bytesOf(descendant["/CIDToGIDMap"]);
  const meanings = [
    ...told
      .bytesOf(font["/ToUnicode"])
      .toString("latin1")
      .matchAll(/^<(?!0000)([0-9A-F]{4})> <([0-9A-F]+)>$/gm),
  ];
  const [first, widths]: [number, number[]] = descendant["/W"] ?? [0, []];
  const advances = advancesOf(program);
  const wrong = widths.filter((width, at) => {
    const glyph = map.length > (first + at) * 2 + 1 ? map.readUInt16BE((first + at) * 2) : 0;
    return glyph === 0 || advances[glyph] !== width;
  });
  return [
    ...(program.length === 0 ? ["font not embedded"] : []),
    ...(meanings.length === 0 || meanings.length !== widths.length ? ["codes without a meaning"] : []),
    ...(meanings.some(([, , meaning = ""]) => /^(0000|FEFF|FFFE)$/.test(meaning)) ? ["codes that mean nothing"] : []),
    ...(wrong.length === 0 ? [] : [`${wrong.length} widths unlike the glyph's`]),
  ];
}

function advancesOf(font: Buffer): readonly number[] {
  const table = (tag: string) => {
    for (let at = 12; at + 16 <= font.length && at < 12 + 16 * font.readUInt16BE(4); at += 16) {
      if (font.toString("latin1", at, at + 4) === tag) return font.subarray(font.readUInt32BE(at + 8));
    }
    return Buffer.alloc(0);
  };
  if (font.length === 0) return [];
  const count = table("hhea").readUInt16BE(34);
  return Array.from({ length: count }, (_, at) => table("hmtx").readUInt16BE(at * 4));
}

function pageFaults(page: Any): readonly string[] {
  const [, , width, height] = page["/MediaBox"];
  return [width, height].every((side) => side >= 3 && side <= 14_400) ? [] : ["page box out of bounds"];
}
