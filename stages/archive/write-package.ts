/** Writes the files of an archival package into a sink, in an order that is the same every time. */
import { readFile } from "node:fs/promises";
import { altoDocument } from "../../formats/alto.ts";
import { dublinCoreOf } from "../../formats/dublin-core.ts";
import { modsOf } from "../../formats/mods/mods.ts";
import { pageDocument } from "../../formats/page-xml.ts";
import { plainTextFile } from "../../formats/plain-text.ts";
import { safeFileName } from "../../formats/safe-file-name.ts";
import { digestOfText } from "../../pipeline/derive.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import {
  type PackageContent,
  type PackagePage,
  type PackageSink,
  type PackageSource,
  type PackedFile,
  TEXT_LAYERS,
} from "./package-content.ts";
import { packageMets } from "./package-mets.ts";
import { packagePremis } from "./package-premis.ts";

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** An item without a record is taken for what most of them are. */
const USUAL_LANGUAGE = "vi-Hani";

/** One package on its way into its sink; remembers what went in, for METS and PREMIS to tell of. */
class Packing {
  readonly packed: PackedFile[] = [];
  readonly #sink: PackageSink;

  constructor(sink: PackageSink) {
    this.#sink = sink;
  }

  async copy(path: string, use: string, source: PackageSource, page = 0, originalName?: string): Promise<void> {
    await this.#sink.copy(path, source);
    const { digest: sha256, sizeBytes, mediaType } = source;
    this.packed.push({ path, use, page, sha256, sizeBytes, mediaType, ...(originalName === undefined ? {} : { originalName }) });
  }

  async text(path: string, use: string, text: string, mediaType: string, page = 0): Promise<void> {
    await this.#sink.text(path, text);
    const sizeBytes = Buffer.byteLength(text, "utf8");
    this.packed.push({ path, use, page, sha256: digestOfText(text), sizeBytes, mediaType });
  }
}

/** Write everything. Texts are made page by page; nothing is held but their digests. */
export async function writePackage(content: PackageContent, sink: PackageSink, signal?: AbortSignal): Promise<void> {
  const packing = new Packing(sink);
  for (const { path, use, source } of content.wholes) await packing.copy(path, use, source);
  const digits = Math.max(4, String(content.pages.length).length);
  for (const [at, page] of content.pages.entries()) {
    signal?.throwIfAborted();
    await packPage(packing, content, page, { sequence: at + 1, prefix: String(at + 1).padStart(digits, "0") });
  }
  await packDescriptions(packing, content);
  await packing.text("premis.xml", "premis", packagePremis(content, packing.packed), "application/xml");
  await sink.text("mets.xml", await packageMets(content, packing.packed));
}

interface Place {
  /** Counted from 1. */
  readonly sequence: number;
  /** The sequence as it begins every file name, such as 0007. */
  readonly prefix: string;
}

/** Names begin with the sequence, so that they are unique and sort as the book does. */
async function packPage(packing: Packing, content: PackageContent, page: PackagePage, place: Place): Promise<void> {
  const { sequence, prefix } = place;
  const { sourceName } = page.page;
  const masterName = `masters/${prefix}-${safeFileName(sourceName)}`;
  await packing.copy(masterName, "image/master", page.master, sequence, sourceName);
  if (page.quality) await packing.copy(`reports/quality/${prefix}.json`, "report/quality", page.quality, sequence);
  if (page.cleanup) await packing.copy(`reports/cleanup/${prefix}.json`, "report/cleanup", page.cleanup, sequence);
  for (const layer of TEXT_LAYERS) {
    const source = page[layer];
    if (source) await packText(packing, content, { ...place, layer, source, masterName, page });
  }
}

interface LayerOfPage extends Place {
  readonly layer: (typeof TEXT_LAYERS)[number];
  readonly source: PackageSource;
  readonly masterName: string;
  readonly page: PackagePage;
}

/**
 * One layer of a page's text in the forms that outlive this program: the layer itself, ALTO and PAGE for machines, plain text for
 * people. Boxes are those of the cleaned picture; the report of the clean-up leads back to the master. Code points that XML forbids
 * are missing from ALTO and PAGE only.
 */
async function packText(packing: Packing, content: PackageContent, given: LayerOfPage): Promise<void> {
  const { layer: name, source, prefix, sequence, masterName, page } = given;
  const layer = textLayerSchema.parse(JSON.parse(await readFile(await source.file(), "utf8")));
  const { id: pageId, label } = page.page;
  const language = content.record?.language ?? USUAL_LANGUAGE;
  const alto = altoDocument(layer, { pageId, label, sequence, imageName: masterName, language }).xml;
  const madeAt = content.history.events.findLast(({ outputs }) =>
    outputs.some(({ artifact }) => artifact.digest === source.digest),
  );
  const pageXml = pageDocument(layer, { imageName: masterName, madeAt: madeAt?.endedAt ?? new Date(0).toISOString() }).xml;
  await packing.copy(`text/${name}/${prefix}.json`, `text/${name}`, source, sequence);
  await packing.text(`text/${name}/${prefix}.txt`, `plain/${name}`, plainTextFile(layer), "text/plain", sequence);
  await packing.text(`alto/${name}/${prefix}.xml`, `alto/${name}`, alto, "application/xml", sequence);
  await packing.text(`page/${name}/${prefix}.xml`, `page/${name}`, pageXml, "application/xml", sequence);
}

/** MODS holds all of the record, Dublin Core what it can. */
async function packDescriptions(packing: Packing, { record, structure, wholes }: PackageContent): Promise<void> {
  if (!record) return;
  const places = { identifier: structure.item };
  const base = wholes.find(({ use }) => use === "record")?.source.digest;
  await packing.text("mods.xml", "mods", `${XML}${modsOf(record, places, { base })}\n`, "application/xml");
  await packing.text("dc.xml", "dc", `${XML}${dublinCoreOf(record, places)}\n`, "application/xml");
}
