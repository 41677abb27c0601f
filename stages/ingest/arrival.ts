/** What became of one file of a folder: taken, refused with a code, or left alone because it is no page. */
import type { Finding, ImageStructure } from "../../formats/image-structure.ts";
import type { Digest } from "../../pipeline/artifact.ts";
import type { Facts } from "../../pipeline/errors.ts";

/** Facts of the picture of an accepted file. */
export type ImageFacts = Omit<ImageStructure, "findings">;

/** A sound file with the digest of the bytes that were checked. */
export interface Accepted {
  readonly verdict: "accept";
  readonly path: string;
  /** As written in the folder; with `#n` behind it for page n of a split file. */
  readonly name: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly image: ImageFacts;
  /** Warnings and notes. */
  readonly findings: readonly Finding[];
}

/** A file that is refused. `code` is the reason that matters most, `findings` all of them. */
export interface Rejected {
  readonly verdict: "reject";
  readonly path: string;
  readonly name: string;
  readonly code: string;
  /** Facts of the message: the shown name as `subject`, the technical reason as `detail`, and those of the finding. */
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

/** A file that is not meant as a page: left by the system, still being copied, or no picture by name and content. */
export interface Skipped {
  readonly verdict: "skip";
  readonly path: string;
  readonly name: string;
  readonly reason: "litter" | "unfinished-copy" | "not-an-image";
}

/** What became of one file. */
export type Arrival = Accepted | Rejected | Skipped;

/** Reasons from the one that explains most to the one that explains least; what is not listed comes last. */
const PRECEDENCE = [
  "SRC-CHANGED",
  "SRC-TYPE",
  "SRC-DENIED",
  "IO-READ",
  "NAME-BAD",
  "NAME-LONG",
  "NAME-CLASH",
  "IMG-EMPTY",
  "IMG-FORMAT",
  "IMG-BOMB",
  "IMG-PAGES",
  "IMG-SIZE",
  "FILE-LARGE",
  "IMG-COMPRESSION",
  "IMG-TRUNC",
  "IMG-CORRUPT",
  "IMG-MULTIPAGE",
];

/** Refuse a file for the gravest of its findings. @throws {TypeError} when none of them is a reason to refuse. */
export function rejection(path: string, name: string, shownName: string, findings: readonly Finding[]): Rejected {
  const rank = (finding: Finding) => (PRECEDENCE.indexOf(finding.code) + PRECEDENCE.length + 1) % (PRECEDENCE.length + 1);
  const [gravest] = findings.filter((each) => each.severity === "reject").sort((a, b) => rank(a) - rank(b));
  if (gravest === undefined) throw new TypeError("a file is refused for a reason");
  return {
    verdict: "reject",
    path,
    name,
    code: gravest.code,
    facts: { subject: shownName, detail: detailOf(gravest.facts), ...gravest.facts },
    findings,
  };
}

/** Facts in one short phrase that needs no translation. */
function detailOf(facts: Facts): string {
  return Object.entries(facts)
    .map(([key, value]) =>
      key === "missingBytes" ? `≈ ${amount(Number(value))}` : key === "why" ? `${value}` : `${key}=${value}`,
    )
    .join(", ");
}

function amount(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return bytes >= 1000 ? `${(bytes / 1000).toFixed(1)} kB` : `${bytes} B`;
}
