/**
 * The form of a bundle: a BagIt bag whose payload, the parts one after the other, is one tar file of a store (`items/…` and
 * `objects/…` as in docs/storage-layout.md). What is in it and who says so stands in two tag files.
 */
import { z } from "zod";

/** What is in the bundle. */
export const CONTENTS = "bundle.json";
/** Who signed the list of digests. */
export const SIGNATURE = "signature.json";
/** The register's rows of the items, inside the parts. */
export const REGISTER_ENTRY = "holdings/register.jsonl";

/** The name of a part, from 1, below `data/`. */
export function partName(number: number): string {
  return `part-${String(number).padStart(6, "0")}`;
}

/** True for a part's path from the bag's own folder. */
export function isPart(path: string): boolean {
  return /^data\/part-\d{6,}$/.test(path);
}

/** What may be left out. */
export const LEAVABLE = ["masters", "derivatives"] as const;
/** One of {@link LEAVABLE}. */
export type Leavable = (typeof LEAVABLE)[number];

/** Reads {@link CONTENTS}. */
export const contentsSchema = z.object({
  kind: z.literal("sohoa-bundle"),
  v: z.literal(1),
  /** The release that wrote it. */
  program: z.string(),
  /** The public address of the library that it comes from. */
  library: z.string(),
  partBytes: z.int().positive(),
  without: z.array(z.enum(LEAVABLE)),
  items: z.array(
    z.object({
      id: z.string(),
      shelfmark: z.string(),
      version: z.int().nonnegative(),
      pages: z.int().nonnegative(),
      access: z.enum(["public", "internal", "restricted"]),
    }),
  ),
});

/** What a bundle says of itself. */
export type BundleContents = Readonly<z.output<typeof contentsSchema>>;

/** Reads {@link SIGNATURE}. */
export const signatureSchema = z.object({ publicKey: z.string(), signature: z.string() });

/** The text that is signed: what is in the bundle, and the digests of all parts. */
export function signedText(contents: string, manifest: string): string {
  return `sohoa-bundle 1\n${contents}\n${manifest}`;
}
