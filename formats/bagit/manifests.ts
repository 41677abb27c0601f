/** Payload and tag manifests against the files that are there (RFC 8493, 2.1.3, 2.2.1 and 3). */
import { pathTrouble } from "../package-path.ts";
import { type BagContent, type BagProblem, manifestAlgorithm } from "./read.ts";
import { type ManifestLine, parseManifest } from "./tag-files.ts";

/** Hexadecimal digits of a digest. */
const DIGITS: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

/** All manifests, and that there is one of the payload. */
export function manifestProblems(bag: BagContent): readonly BagProblem[] {
  const manifests = [...bag.texts].filter(([name]) => manifestAlgorithm(name) !== undefined);
  const problems = manifests.flatMap(([name, text]) => oneManifest(bag, name, text));
  const hasPayloadManifest = manifests.some(([name]) => name.startsWith("manifest-"));
  return hasPayloadManifest ? problems : [...problems, { code: "BAG-NOMANIFEST", facts: {} }];
}

function oneManifest(bag: BagContent, name: string, text: string): readonly BagProblem[] {
  const algorithm = manifestAlgorithm(name) ?? "";
  if (DIGITS[algorithm] === undefined) return [{ code: "BAG-ALGORITHM", facts: { manifest: name, algorithm } }];
  const { lines, brokenLines } = parseManifest(text);
  const problems: BagProblem[] = brokenLines.map((line) => ({ code: "BAG-LINE", facts: { manifest: name, line } }));
  const isOfPayload = name.startsWith("manifest-");
  const seen = new Set<string>();
  for (const line of lines) {
    if (seen.has(line.path)) problems.push({ code: "BAG-TWICE", facts: { manifest: name, file: line.path } });
    seen.add(line.path);
    problems.push(...oneLine(bag, { name, algorithm, isOfPayload }, line));
  }
  if (!isOfPayload) return problems;
  for (const file of bag.files.keys()) {
    if (file.startsWith("data/") && !seen.has(file)) problems.push({ code: "BAG-UNLISTED", facts: { manifest: name, file } });
  }
  return problems;
}

interface Manifest {
  readonly name: string;
  readonly algorithm: string;
  readonly isOfPayload: boolean;
}

/** Line ends in names are legal where they are encoded, so control characters are no reason to refuse a path here. */
function oneLine(bag: BagContent, manifest: Manifest, line: ManifestLine): readonly BagProblem[] {
  const facts = { manifest: manifest.name, file: line.path };
  const path = line.path.replace(/^(\.\/)+/, "");
  const trouble = pathTrouble(path);
  if (trouble === "escape" || trouble === "windows") return [{ code: "BAG-PATH", facts }];
  if (line.digest.length !== DIGITS[manifest.algorithm]) return [{ code: "BAG-LINE", facts: { ...facts, line: line.path } }];
  const isMisplaced = manifest.isOfPayload !== path.startsWith("data/") || path.startsWith("tagmanifest-");
  if (isMisplaced) return [{ code: "BAG-OUTSIDE", facts }];
  const found = bag.files.get(path)?.digests.get(manifest.algorithm);
  if (found === undefined) return [{ code: "BAG-MISSING", facts }];
  return found === line.digest ? [] : [{ code: "BAG-DIGEST", facts: { ...facts, expected: line.digest, found } }];
}
