/** The blocks `manifest` and `fixity` of an inventory (OCFL 1.1, sections 3.5.2 and 3.5.4). */
import { CONTENT_RULES, pathProblems } from "./check-paths.ts";
import { isObject, isTexts } from "./check-versions.ts";
import { type OcflProblem, violation } from "./problem.ts";

/** Hexadecimal digits of a digest, by algorithm; those that this program can compute. */
export const DIGEST_DIGITS: Readonly<Record<string, number>> = { sha512: 128, sha256: 64, sha1: 40, md5: 32, "blake2b-512": 128 };
/** Further algorithms of the registered extension 0009; their digests are not computed. */
const EXTENSION_ALGORITHMS: readonly string[] = ["blake2b-160", "blake2b-256", "blake2b-384", "sha512/256", "size"];
/** The rule that says how digests of an algorithm are written. */
const FORM_RULES: Readonly<Record<string, string>> = { sha512: "E031", sha256: "E030", sha1: "E029", "blake2b-512": "E032" };

/** What a manifest has to fit. */
export interface ManifestRules {
  readonly algorithm: string;
  readonly contentDirectory: string;
  readonly versions: readonly string[];
}

/** Digests once each, content paths inside the content folder of a version that there is. */
export function manifestProblems(manifest: unknown, rules: ManifestRules, where: string): readonly OcflProblem[] {
  if (!isObject(manifest)) return [violation("E106", where, manifest)];
  const problems: OcflProblem[] = [...digestProblems(Object.keys(manifest), rules.algorithm, "E096", where)];
  const paths: string[] = [];
  for (const [digest, content] of Object.entries(manifest)) {
    if (!isTexts(content) || content.length === 0) problems.push(violation("E092", where, digest));
    else paths.push(...content);
  }
  const starts = new Set(rules.versions.map((version) => `${version}/${rules.contentDirectory}/`));
  for (const path of paths) {
    const [version = "", folder = ""] = path.split("/");
    const isInside = starts.has(`${version}/${folder}/`) && path.length > version.length + folder.length + 2;
    if (!isInside && !path.startsWith("/")) problems.push(violation("E042", where, path));
  }
  return [...problems, ...pathProblems(paths, CONTENT_RULES, where)];
}

/** Fixity may be empty; what it names must be in the manifest. */
export function fixityProblems(fixity: unknown, content: ReadonlySet<string>, where: string): readonly OcflProblem[] {
  if (!isObject(fixity)) return [violation("E111", where, fixity)];
  return Object.entries(fixity).flatMap(([algorithm, block]) => {
    const isKnown = DIGEST_DIGITS[algorithm] !== undefined || EXTENSION_ALGORITHMS.includes(algorithm);
    if (!isKnown) return [violation("E056", where, algorithm)];
    if (!isObject(block)) return [violation("E057", where, algorithm)];
    const strange = Object.values(block).flatMap((paths) =>
      isTexts(paths) ? paths.filter((path) => !content.has(path)) : [paths],
    );
    return [
      ...digestProblems(Object.keys(block), algorithm, "E097", where),
      ...strange.map((each) => violation("E057", where, each)),
    ];
  });
}

function digestProblems(digests: readonly string[], algorithm: string, repeated: string, where: string): readonly OcflProblem[] {
  const problems: OcflProblem[] = [];
  const seen = new Set<string>();
  const digits = DIGEST_DIGITS[algorithm];
  for (const digest of digests) {
    const isHex = /^[0-9A-Fa-f]+$/.test(digest) && digest.length === digits;
    if (digits !== undefined && !isHex) problems.push(violation(FORM_RULES[algorithm] ?? "E057", where, digest));
    const plain = digest.toLowerCase();
    if (seen.has(plain)) problems.push(violation(repeated, where, digest));
    seen.add(plain);
  }
  return problems;
}
