/** What is in a bag, from its folder or from a tar file: sizes and digests of all files, texts of the tag files. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Facts } from "../../pipeline/errors.ts";
import { pathTrouble } from "../package-path.ts";
import { readTar } from "../tar.ts";

/** One thing that is wrong with a bag, by code; texts are in the message table. */
export interface BagProblem {
  readonly code: string;
  readonly facts: Facts;
}

/** Size and digests of one file, by the names that BagIt gives the algorithms. */
export interface BagFile {
  readonly sizeBytes: number;
  readonly digests: ReadonlyMap<string, string>;
}

/** A bag as it was found; paths are from the bag's own folder. */
export interface BagContent {
  readonly files: ReadonlyMap<string, BagFile>;
  /** Tag files at the top of the bag. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly BagProblem[];
}

/** md5 and sha1 are read because old bags have them; they are never written. */
const ALGORITHMS = ["sha256", "sha512", "sha1", "md5"];
const LARGEST_TAG_FILE_BYTES = 256 * 1024 * 1024;
const MOST_FILES = 1_000_000;

/** The algorithm that a manifest is named after, as it stands in the name; undefined for a file that is none. */
export function manifestAlgorithm(name: string): string | undefined {
  return /^(?:tag)?manifest-(.+)\.txt$/.exec(name)?.[1];
}

interface Found {
  readonly path: string;
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Read the bag at `path`. A bag with manifests of other algorithms than SHA-256 is read a second time.
 * @throws what the file system throws when there is nothing to read.
 */
export async function readBag(path: string): Promise<BagContent> {
  const content = await readWith(path, ["sha256"]);
  const named = [...content.texts.keys()].map(manifestAlgorithm);
  const wanted = ALGORITHMS.filter((algorithm) => algorithm === "sha256" || named.includes(algorithm));
  return wanted.length === 1 ? content : readWith(path, wanted);
}

async function readWith(path: string, algorithms: readonly string[]): Promise<BagContent> {
  const problems: BagProblem[] = [];
  const files = new Map<string, BagFile>();
  const texts = new Map<string, string>();
  const source = (await stat(path)).isDirectory() ? folderFiles(path, "", problems) : tarFiles(path, problems);
  try {
    for await (const { path: name, content } of source) {
      const isTag = !name.includes("/") && name.endsWith(".txt");
      const { file, text } = await digestsOf(content, isTag, algorithms);
      if (files.size >= MOST_FILES) throw new RangeError(`more than ${MOST_FILES} files`);
      if (files.has(name)) problems.push({ code: "BAG-TWICE", facts: { manifest: "tar", file: name } });
      files.set(name, file);
      if (text !== undefined) texts.set(name, text);
    }
  } catch (error) {
    problems.push({ code: "BAG-UNREADABLE", facts: { detail: error instanceof Error ? error.message : String(error) } });
  }
  return { files, texts, problems };
}

async function* folderFiles(root: string, below: string, problems: BagProblem[]): AsyncGenerator<Found> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* folderFiles(root, path, problems);
    else if (entry.isFile()) yield { path, content: createReadStream(join(root, path)) };
    else problems.push({ code: "BAG-LINK", facts: { file: path } });
  }
}

async function* tarFiles(path: string, problems: BagProblem[]): AsyncGenerator<Found> {
  let bagName: string | undefined;
  for await (const { name, type, content } of readTar(path)) {
    const [top = "", ...rest] = name.replace(/^(\.\/)+/, "").split("/");
    bagName ??= top;
    if (type === "directory") continue;
    if (type !== "file") problems.push({ code: "BAG-LINK", facts: { file: name } });
    else if (top !== bagName || rest.length === 0 || pathTrouble(top) !== undefined || rest.includes(".."))
      problems.push({ code: "BAG-PATH", facts: { manifest: "tar", file: name } });
    else yield { path: rest.join("/"), content };
  }
}

async function digestsOf(
  content: AsyncIterable<Buffer>,
  isTag: boolean,
  algorithms: readonly string[],
): Promise<{ file: BagFile; text: string | undefined }> {
  const hashes = algorithms.map((name) => ({ name, hash: createHash(name) }));
  const kept: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of content) {
    for (const { hash } of hashes) hash.update(chunk);
    sizeBytes += chunk.length;
    if (isTag && sizeBytes <= LARGEST_TAG_FILE_BYTES) kept.push(chunk);
  }
  const digests = new Map<string, string>(hashes.map(({ name, hash }) => [name, hash.digest("hex")]));
  return { file: { sizeBytes, digests }, text: isTag ? Buffer.concat(kept).toString("utf8") : undefined };
}
