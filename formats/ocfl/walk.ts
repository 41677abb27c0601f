/** Folders and files of an OCFL hierarchy as they lie on the disk. Links are seen and never followed. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** One entry of a folder. */
export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}

/** Everything below a folder; paths are relative to it, with `/`. */
export interface Below {
  readonly files: readonly string[];
  /** Folders with nothing in them. */
  readonly emptyFolders: readonly string[];
  /** Links, devices and the like. */
  readonly others: readonly string[];
}

/** An inventory is read whole; one that is larger would be an attack. */
const LARGEST_TEXT_BYTES = 512 * 1024 * 1024;

/** The entries of a folder in order of their names. */
export async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const named = entries.map((entry): Entry => {
    const kind = entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";
    return { name: entry.name, kind };
  });
  return named.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Everything below `folder`, however deep. */
export async function below(folder: string): Promise<Below> {
  const found = { files: [] as string[], emptyFolders: [] as string[], others: [] as string[] };
  const waiting = [""];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entries = await entriesOf(join(folder, path));
    if (entries.length === 0 && path !== "") found.emptyFolders.push(path);
    const start = path === "" ? "" : `${path}/`;
    for (const { name, kind } of entries) {
      const into = kind === "file" ? found.files : kind === "folder" ? waiting : found.others;
      into.push(`${start}${name}`);
    }
  }
  return found;
}

/** The text of a small file; undefined where it is not there. @throws {RangeError} when it is larger than any inventory. */
export async function textOf(path: string): Promise<string | undefined> {
  const size = await stat(path).then(
    (found) => found.size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    },
  );
  if (size === undefined) return undefined;
  if (size > LARGEST_TEXT_BYTES) throw new RangeError(`${path}: ${size} bytes`);
  return await readFile(path, "utf8");
}

/** Digests of a file by algorithm, read once and never held. */
export async function digestsOfFile(path: string, algorithms: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const hashes = algorithms.map((name) => ({ name, hash: createHash(name === "blake2b-512" ? "blake2b512" : name) }));
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    for (const { hash } of hashes) hash.update(chunk as Buffer);
  return new Map(hashes.map(({ name, hash }) => [name, hash.digest("hex")]));
}
