/** Where the files of each page stand in an archival package. */
import { safeFileName } from "../../formats/safe-file-name.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import type { Structure } from "../../pipeline/structure.ts";

/** The page-wise inputs of a package, each as long as the page list. */
export interface PageInputs {
  readonly masters: readonly InputFile[];
  readonly quality: readonly InputFile[];
  readonly cleanup: readonly InputFile[];
  readonly text: readonly InputFile[];
}

/** One page of the package; paths are below `data/`. */
export interface PageOfPackage {
  readonly pageId: string;
  readonly label: string;
  /** Place in the item, counted from 1. */
  readonly sequence: number;
  /** The sequence as it begins every file name, such as 0007. */
  readonly prefix: string;
  readonly masterName: string;
  readonly text: InputFile;
  /** Files that go in as they are. */
  readonly copies: readonly { readonly path: string; readonly input: InputFile }[];
}

/** The pages in order. Names begin with the sequence, so that they are unique and sort as the book does. */
export function pageFiles(structure: Structure, inputs: PageInputs): readonly PageOfPackage[] {
  const digits = Math.max(4, String(structure.pages.length).length);
  return structure.pages.flatMap((page, at) => {
    const [master, quality, cleanup, text] = [inputs.masters[at], inputs.quality[at], inputs.cleanup[at], inputs.text[at]];
    if (master === undefined || quality === undefined || cleanup === undefined || text === undefined) return [];
    const prefix = String(at + 1).padStart(digits, "0");
    const masterName = `${prefix}-${safeFileName(page.sourceName)}`;
    const copies = [
      { path: `masters/${masterName}`, input: master },
      { path: `reports/quality/${prefix}.json`, input: quality },
      { path: `reports/cleanup/${prefix}.json`, input: cleanup },
      { path: `text/${prefix}.json`, input: text },
    ];
    return [{ pageId: page.id, label: page.label, sequence: at + 1, prefix, masterName, text, copies }];
  });
}
