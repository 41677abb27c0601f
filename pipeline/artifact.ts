/**
 * An artifact is one immutable file with a role and a digest (PREMIS object of category file).
 * Artifacts are never changed: what is newer is another artifact, and only `current` moves.
 */

/** Lower-case hexadecimal SHA-256 of the bytes of an artifact, 64 characters. */
export type Digest = string;

/** What a role belongs to: one page (IIIF Canvas) or one item (IIIF Manifest). */
export type Scope = "page" | "item";

/**
 * Every purpose a file can have, with the scope it belongs to and its media type.
 * `*` means that the media type is that of the file itself (masters come as TIFF, JPEG or PNG).
 */
export const ROLES = {
  "image/master": { of: "page", mediaType: "*" },
  "report/quality": { of: "page", mediaType: "application/json" },
  "page/treatment": { of: "page", mediaType: "application/json" },
  "image/clean": { of: "page", mediaType: "image/jpeg" },
  "image/text": { of: "page", mediaType: "*" },
  "report/cleanup": { of: "page", mediaType: "application/json" },
  "layout/columns": { of: "page", mediaType: "application/json" },
  "text/machine": { of: "page", mediaType: "application/json" },
  "text/reviewed": { of: "page", mediaType: "application/json" },
  "text/earlier": { of: "page", mediaType: "application/json" },
  "image/access": { of: "page", mediaType: "image/tiff" },
  "image/thumbnail": { of: "page", mediaType: "image/jpeg" },
  "item/structure": { of: "item", mediaType: "application/json" },
  "item/history": { of: "item", mediaType: "application/json" },
  "image/chart": { of: "item", mediaType: "*" },
  "report/chart": { of: "item", mediaType: "application/json" },
  "record/draft": { of: "item", mediaType: "application/json" },
  record: { of: "item", mediaType: "application/json" },
  pdf: { of: "item", mediaType: "application/pdf" },
  "pdf/signed": { of: "item", mediaType: "application/pdf" },
  "iiif/manifest": { of: "item", mediaType: "application/json" },
  "iiif/annotations": { of: "item", mediaType: "application/x-ndjson" },
  "search/index": { of: "item", mediaType: "application/x-ndjson" },
  aip: { of: "item", mediaType: "application/x-tar" },
  publication: { of: "item", mediaType: "application/json" },
} as const satisfies Record<string, { of: Scope; mediaType: string }>;

/** The purpose of a file (METS file group USE). */
export type Role = keyof typeof ROLES;

/**
 * Where a person's answer about a page goes when the page is scanned again: its places are those of the former picture, so it
 * is current no more, and it is kept until a person answers for the new one.
 */
export const SET_ASIDE: Readonly<Partial<Record<Role, Role>>> = { "text/reviewed": "text/earlier" };

/** One immutable file. */
export interface Artifact {
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** True when the text has the form of a digest. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
