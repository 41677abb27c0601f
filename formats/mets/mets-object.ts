/**
 * What a METS document is written from. Files come with their places, so that the same function serves readers on the web
 * (addresses) and archival packages (paths).
 */
import type { XmlNode } from "../xml.ts";

/** One file, or one address that gives its bytes. */
export interface MetsFile {
  readonly href: string;
  readonly mediaType: string;
  /** Known for files of a package; an address may give other bytes tomorrow. */
  readonly sizeBytes?: number;
  readonly sha256?: string;
  /** The `id` of sections that describe the file. */
  readonly sections?: readonly string[];
}

/** Files of one use. */
export interface MetsFileGroup {
  /** DEFAULT, MAX, THUMBS, FULLTEXT, DOWNLOAD …, or the role of the files in a package. */
  readonly use: string;
  /** What the places are: addresses, or paths from the METS file. */
  readonly locations: "URL" | "path";
  /** As long as the page list; undefined for a page without one. */
  readonly ofPages?: readonly (MetsFile | undefined)[];
  /** Files of the item as a whole. */
  readonly ofItem?: readonly MetsFile[];
}

/** One page, in order. */
export interface MetsPage {
  /** Label of the page or leaf, such as 12a. */
  readonly label: string;
  /** Permanent identifiers, such as that of its canvas; no spaces in them. */
  readonly contentIds?: readonly string[];
}

/** A part of the text: pages from `first` to `last`, counted from 1. */
export interface MetsDivision {
  readonly label: string;
  readonly first: number;
  readonly last: number;
}

/** Administrative metadata. */
export interface MetsSection {
  /** An XML name, unique in the document. */
  readonly id: string;
  readonly kind: "techMD" | "rightsMD" | "sourceMD" | "digiprovMD";
  /** A name of the METS list, such as PREMIS; any other name is written as OTHER. */
  readonly type: string;
  readonly content: XmlNode;
}

/** A digital object. */
export interface MetsObject {
  /** OBJID. */
  readonly id: string;
  /** Set before every XML identifier, where several objects stand in one document: a name of letters, digits, dots, hyphens. */
  readonly idPrefix?: string;
  readonly label: string;
  /** Of the vocabulary of the profile: monograph, manuscript … */
  readonly type: string;
  /** ISO 8601; left out where the document must be a function of its content alone. */
  readonly createdAt?: string;
  /** Who made the document. */
  readonly creator?: { readonly name: string; readonly kind: "ORGANIZATION" | "software" };
  /** The description in MODS. */
  readonly description: XmlNode;
  readonly administration: readonly MetsSection[];
  readonly groups: readonly MetsFileGroup[];
  readonly pages: readonly MetsPage[];
  readonly divisions: readonly MetsDivision[];
}
