/** The content files of an object against its manifest: all there, none more, and every byte as its digests say. */
import { join } from "node:path";
import { contentDirectoryOf } from "./check-inventory.ts";
import { DIGEST_DIGITS } from "./check-manifest.ts";
import { type Inventory, versionNames } from "./inventory.ts";
import { type OcflProblem, violation } from "./problem.ts";
import { below, digestsOfFile, entriesOf } from "./walk.ts";

/** Read all content of an object. */
export async function checkContent(
  folder: string,
  inventory: Inventory,
  where: string,
): Promise<{ readonly problems: readonly OcflProblem[]; readonly files: number }> {
  const problems: OcflProblem[] = [];
  const present = new Set<string>();
  const content = contentDirectoryOf(inventory);
  for (const version of versionNames(inventory)) {
    const folders = await entriesOf(join(folder, version)).catch(() => []);
    if (!folders.some(({ name, kind }) => name === content && kind === "folder")) continue;
    const found = await below(join(folder, version, content));
    for (const file of found.files) present.add(`${version}/${content}/${file}`);
    problems.push(...found.emptyFolders.map((path) => violation("E024", where, `${version}/${content}/${path}`)));
  }
  const stated = statedDigests(inventory);
  problems.push(...[...present].filter((path) => !stated.has(path)).map((path) => violation("E023", where, path)));
  for (const [path, digests] of stated) {
    if (present.has(path)) problems.push(...(await fileProblems(join(folder, path), path, digests, where)));
    else problems.push(violation("E092", where, `${path} is missing`));
  }
  return { problems, files: present.size };
}

interface Stated {
  readonly rule: "E092" | "E093";
  readonly algorithm: string;
  readonly digest: string;
}

/** Every digest that the inventory states of each content path, as far as it can be computed. */
function statedDigests({ manifest, fixity, digestAlgorithm }: Inventory): ReadonlyMap<string, readonly Stated[]> {
  const stated = new Map<string, Stated[]>();
  const add = (block: Inventory["manifest"], algorithm: string, rule: Stated["rule"]) => {
    for (const [digest, paths] of Object.entries(block)) {
      for (const path of paths)
        stated.set(path, [...(stated.get(path) ?? []), { rule, algorithm, digest: digest.toLowerCase() }]);
    }
  };
  add(manifest, digestAlgorithm, "E092");
  for (const [algorithm, block] of Object.entries(fixity ?? {})) if (DIGEST_DIGITS[algorithm]) add(block, algorithm, "E093");
  return stated;
}

async function fileProblems(
  file: string,
  path: string,
  stated: readonly Stated[],
  where: string,
): Promise<readonly OcflProblem[]> {
  const found = await digestsOfFile(file, [...new Set(stated.map(({ algorithm }) => algorithm))]);
  return stated
    .filter(({ algorithm, digest }) => found.get(algorithm) !== digest)
    .map(({ rule, algorithm }) => violation(rule, where, `${path} (${algorithm})`));
}
