/** What goes into an archival package, before it has names: the same for a bag and for a version of an OCFL object. */
import type { Digest } from "../../pipeline/artifact.ts";
import type { ItemHistory } from "../../pipeline/item-history.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { Structure } from "../../pipeline/structure.ts";

/** A stored file that goes in as it is. */
export interface PackageSource {
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** A path to its bytes, asked for when they are needed. */
  file(): Promise<string>;
}

/** The layers of text that a page can have. */
export const TEXT_LAYERS = ["machine", "reviewed"] as const;

/** One page; an item that is not finished lacks some of it. */
export interface PackagePage {
  readonly page: Structure["pages"][number];
  readonly master: PackageSource;
  readonly quality?: PackageSource | undefined;
  readonly cleanup?: PackageSource | undefined;
  readonly machine?: PackageSource | undefined;
  readonly reviewed?: PackageSource | undefined;
}

/** A file of the item as a whole. */
export interface PackageWhole {
  /** Below the folder of the package. */
  readonly path: string;
  /** What it is for; the USE of its METS group. */
  readonly use: string;
  readonly source: PackageSource;
}

/** Everything that a package is made of. */
export interface PackageContent {
  /** Identifier of the item with the version of its page list, such as AB.123 v2. */
  readonly name: string;
  readonly structure: Structure;
  readonly record: ItemRecord | undefined;
  readonly history: Pick<ItemHistory, "events" | "fixity" | "acts"> & Partial<Pick<ItemHistory, "verdicts">>;
  readonly pages: readonly PackagePage[];
  readonly wholes: readonly PackageWhole[];
}

/** Where the files of a package go, one after the other. */
export interface PackageSink {
  copy(path: string, source: PackageSource): Promise<void>;
  text(path: string, text: string): Promise<void>;
}

/** A file of the package as METS and PREMIS tell of it. */
export interface PackedFile {
  readonly path: string;
  readonly use: string;
  /** Counted from 1; 0 for files of the item as a whole. */
  readonly page: number;
  readonly sha256: Digest;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly originalName?: string;
}
