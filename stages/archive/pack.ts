import { createReadStream } from "node:fs";
import { type BagWriter, createBag } from "../../formats/bagit/write.ts";
import { readJson } from "../../formats/json-file.ts";
import { StageError } from "../../pipeline/errors.ts";
import { historySchema } from "../../pipeline/history-schema.ts";
import { recordSchema } from "../../pipeline/record.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { type Structure, structureSchema } from "../../pipeline/structure.ts";
import { bagInfoOf } from "./bag-info.ts";
import type { PackageContent, PackagePage, PackageSink, PackageSource } from "./package-content.ts";
import { writePackage } from "./write-package.ts";

/** What is read and written. */
export interface ArchiveRun {
  readonly inputs: Readonly<Record<"structure" | "history" | "record" | "manifest", InputFile>> & PageInputs;
  readonly outputs: { readonly aip: string };
  readonly signal: AbortSignal;
}

/** Pack one item into one tar file. */
export async function pack({ inputs, outputs, signal }: ArchiveRun): Promise<void> {
  const structure = await readJson(inputs.structure.path, structureSchema);
  const content: PackageContent = {
    name: `${structure.item} v${structure.version}`,
    structure,
    record: await readJson(inputs.record.path, recordSchema),
    history: await readJson(inputs.history.path, historySchema),
    pages: pagesOf(structure, inputs),
    wholes: [
      { path: "structure.json", use: "item/structure", source: asSource(inputs.structure) },
      { path: "history.json", use: "item/history", source: asSource(inputs.history) },
      { path: "record.json", use: "record", source: asSource(inputs.record) },
      { path: "iiif-manifest.json", use: "iiif/manifest", source: asSource(inputs.manifest) },
    ],
  };
  const bag = await createBag(outputs.aip, `${structure.item}-v${structure.version}`);
  try {
    await writePackage(content, sinkOf(bag, signal), signal);
    await bag.finish(bagInfoOf(content));
  } finally {
    await bag.close();
  }
}

type PageInputs = Readonly<Record<"masters" | "quality" | "cleanup" | "machine" | "best", readonly InputFile[]>>;

/** @throws {StageError} ARC-PAGES when a list is not as long as the page list. */
function pagesOf(structure: Structure, { masters, quality, cleanup, machine, best }: PageInputs): readonly PackagePage[] {
  for (const [role, files] of Object.entries({ masters, quality, cleanup, machine, best })) {
    if (files.length === structure.pages.length) continue;
    const facts = { role, pages: structure.pages.length, files: files.length };
    throw new StageError({ code: "ARC-PAGES", subject: structure.item, facts });
  }
  return structure.pages.flatMap((page, at) => {
    const master = masters[at];
    if (master === undefined) return [];
    // One list holds both layers; what is not the machine's own is a person's.
    const isReviewed = best[at]?.digest !== machine[at]?.digest;
    return [
      {
        page,
        master: asSource(master),
        quality: asSourceOf(quality[at]),
        cleanup: asSourceOf(cleanup[at]),
        machine: asSourceOf(machine[at]),
        reviewed: isReviewed ? asSourceOf(best[at]) : undefined,
      },
    ];
  });
}

function asSource({ path, digest, sizeBytes, mediaType }: InputFile): PackageSource {
  return { digest, sizeBytes, mediaType, file: async () => path };
}

function asSourceOf(file: InputFile | undefined): PackageSource | undefined {
  return file && asSource(file);
}

/** Files are streamed into the bag; their bytes must be those that the catalogue knows. */
function sinkOf(bag: BagWriter, signal: AbortSignal): PackageSink {
  return {
    async copy(path, { digest, sizeBytes, file }) {
      await bag.add({ path, sizeBytes, content: createReadStream(await file(), { signal }), sha256: digest });
    },
    text: (path, text) => bag.addText(path, text),
  };
}
