/** Whether a text is a valid inventory by itself, before any file is looked at (OCFL 1.1, section 3.5). */
import { repeatedKeys } from "../json-keys.ts";
import { fixityProblems, manifestProblems } from "./check-manifest.ts";
import { isObject, isTexts, versionNameProblems, versionProblems } from "./check-versions.ts";
import { type Inventory, inventoryType, SPEC_VERSIONS } from "./inventory.ts";
import { type OcflProblem, violation } from "./problem.ts";

const KEYS: readonly string[] = ["id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"];
const NEEDED: readonly string[] = ["id", "type", "digestAlgorithm", "head"];
const DEFAULT_CONTENT = "content";

/** The inventory when nothing is wrong with it; otherwise everything that is. `specVersion` is that of the object's declaration. */
export type CheckedInventory =
  | { readonly inventory: Inventory; readonly problems?: never }
  | { readonly inventory?: never; readonly problems: readonly OcflProblem[] };

/** Check the text of an inventory found in `where`. */
export function checkInventory(text: string, where: string, specVersion?: string): CheckedInventory {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problems: [violation("E033", where, error instanceof Error ? error.message : "")] };
  }
  if (!isObject(value)) return { problems: [violation("E033", where, value)] };
  const problems = [
    ...repeatedProblems(text, where),
    ...memberProblems(value, where, specVersion),
    ...blockProblems(value, where),
  ];
  return problems.length > 0 ? { problems } : { inventory: value as unknown as Inventory };
}

/** The content directory of an inventory. */
export function contentDirectoryOf({ contentDirectory }: Pick<Inventory, "contentDirectory">): string {
  return contentDirectory ?? DEFAULT_CONTENT;
}

/** A parser would keep the last of two equal names and say nothing. */
function repeatedProblems(text: string, where: string): readonly OcflProblem[] {
  return repeatedKeys(text).map(({ inside, key }) => {
    const rule =
      inside[0] === "manifest" ? "E096" : inside[0] === "fixity" ? "E097" : inside.at(-1) === "state" ? "E050" : "E033";
    return violation(rule, where, key);
  });
}

function memberProblems(value: Readonly<Record<string, unknown>>, where: string, specVersion?: string): readonly OcflProblem[] {
  const problems: OcflProblem[] = [
    ...Object.keys(value)
      .filter((key) => !KEYS.includes(key))
      .map((key) => violation("E102", where, key)),
    ...NEEDED.filter((key) => value[key] === undefined).map((key) => violation("E036", where, key)),
  ];
  const { id, type, digestAlgorithm, contentDirectory } = value;
  if (id !== undefined && (typeof id !== "string" || id === "")) problems.push(violation("E037", where, id));
  const types = (specVersion === undefined ? SPEC_VERSIONS : [specVersion]).map(inventoryType);
  if (type !== undefined && !types.includes(String(type))) problems.push(violation("E038", where, type));
  if (digestAlgorithm !== undefined && digestAlgorithm !== "sha512" && digestAlgorithm !== "sha256")
    problems.push(violation("E025", where, digestAlgorithm));
  if (contentDirectory !== undefined) {
    if (typeof contentDirectory !== "string" || contentDirectory.includes("/") || contentDirectory === "")
      problems.push(violation("E017", where, contentDirectory));
    else if (contentDirectory === "." || contentDirectory === "..") problems.push(violation("E018", where, contentDirectory));
  }
  return problems;
}

function blockProblems(value: Readonly<Record<string, unknown>>, where: string): readonly OcflProblem[] {
  const { manifest, versions, head, fixity, digestAlgorithm, contentDirectory } = value;
  if (manifest === undefined || versions === undefined)
    return [violation("E041", where, manifest === undefined ? "manifest" : "versions")];
  if (!isObject(versions)) return [violation("E044", where, versions)];
  const names = Object.keys(versions);
  const naming = versionNameProblems(names, where);
  if (naming.length > 0) return naming;
  const newest = names.reduce((one, other) => (Number(one.slice(1)) > Number(other.slice(1)) ? one : other));
  const algorithm = String(digestAlgorithm);
  const folder = typeof contentDirectory === "string" ? contentDirectory : DEFAULT_CONTENT;
  const ofManifest = manifestProblems(manifest, { algorithm, contentDirectory: folder, versions: names }, where);
  const digests = new Set(isObject(manifest) ? Object.keys(manifest) : []);
  const content = new Set(isObject(manifest) ? Object.values(manifest).flatMap((paths) => (isTexts(paths) ? paths : [])) : []);
  const used = new Set(
    Object.values(versions).flatMap((version) =>
      isObject(version) && isObject(version["state"]) ? Object.keys(version["state"]) : [],
    ),
  );
  return [
    ...(head !== undefined && head !== newest ? [violation("E040", where, head)] : []),
    ...ofManifest,
    ...names.flatMap((name) => versionProblems(versions[name], digests, `${where} ${name}`)),
    ...[...digests].filter((digest) => !used.has(digest)).map((digest) => violation("E107", where, digest)),
    ...(fixity === undefined ? [] : fixityProblems(fixity, content, where)),
  ];
}
