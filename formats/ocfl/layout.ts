/**
 * Where objects lie below a storage root: the registered layout 0004, the digest of the identifier in a few steps.
 * @see https://ocfl.github.io/extensions/0004-hashed-n-tuple-storage-layout.html
 */
import { createHash } from "node:crypto";

/** The registered name. */
export const LAYOUT = "0004-hashed-n-tuple-storage-layout";

/** The parameters, which are also the defaults of the extension. */
export const LAYOUT_CONFIG = {
  extensionName: LAYOUT,
  digestAlgorithm: "sha256",
  tupleSize: 3,
  numberOfTuples: 3,
  shortObjectRoot: false,
} as const;

/** The path of an object below its root. */
export function objectPath(id: string): string {
  const digest = createHash(LAYOUT_CONFIG.digestAlgorithm).update(id, "utf8").digest("hex");
  const { tupleSize, numberOfTuples } = LAYOUT_CONFIG;
  const steps = Array.from({ length: numberOfTuples }, (_, at) => digest.slice(at * tupleSize, (at + 1) * tupleSize));
  return [...steps, digest].join("/");
}

/** The text of `ocfl_layout.json`. */
export function layoutText(): string {
  const description = "Objects lie under the SHA-256 of their identifier, in three steps of three digits.";
  return `${JSON.stringify({ extension: LAYOUT, description }, null, 1)}\n`;
}
