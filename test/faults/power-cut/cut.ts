/**
 * A disk as a power cut may leave it. What was synced is there. Of what was not: each write to a file is there, or not, or in part;
 * the names in each folder are those of some earlier moment since its last sync. File systems promise no more (POSIX fsync).
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Random } from "../../../cli/sample/random.ts";
import type { Change } from "./trace.ts";

const SECTOR_BYTES = 512;

type Content = Extract<Change, { readonly is: "write" | "cut" }>;

class File {
  readonly isFolder: boolean;
  readonly contents: Content[] = [];
  readonly names: { readonly name: string; readonly file: File | undefined }[] = [];
  /** So many of its changes were synced. */
  synced = 0;
  /** As the running system sees it. */
  readonly entries = new Map<string, File>();

  constructor(isFolder: boolean) {
    this.isFolder = isFolder;
  }
}

/** Files and folders after these changes, and what of them is durable. */
export class Disk {
  readonly #root = new File(true);

  apply(change: Change): void {
    if (change.is === "said") return;
    if (change.is === "write" || change.is === "cut") this.#find(change.path)?.contents.push(change);
    else if (change.is === "sync") this.#sync(change.path);
    else if (change.is === "remove") this.#name(change.path, undefined);
    else if (change.is === "link" || change.is === "move") {
      this.#name(change.path, this.#find(change.from));
      if (change.is === "move") this.#name(change.from, undefined);
    } else this.#make(change.path, change.is === "folder");
  }

  /** Write into `target` what a power cut leaves now. */
  async leave(target: string, random: Random): Promise<void> {
    await leave(this.#root, target, random);
  }

  #find(path: string): File | undefined {
    let found: File | undefined = this.#root;
    for (const name of path.split("/").filter(Boolean)) found = found?.entries.get(name);
    return found;
  }

  #make(path: string, isFolder: boolean): void {
    if (!this.#find(path)) this.#name(path, new File(isFolder));
  }

  #name(path: string, file: File | undefined): void {
    const folder = this.#find(dirname(path) === "." ? "" : dirname(path));
    const name = path.slice(path.lastIndexOf("/") + 1);
    folder?.names.push({ name, file });
    if (file) folder?.entries.set(name, file);
    else folder?.entries.delete(name);
  }

  #sync(path: string): void {
    const file = this.#find(path);
    if (file) file.synced = file.isFolder ? file.names.length : file.contents.length;
  }
}

async function leave(file: File, path: string, random: Random): Promise<void> {
  if (!file.isFolder) {
    await writeFile(path, contentLeft(file, random));
    return;
  }
  await mkdir(path, { recursive: true });
  const left = new Map<string, File>();
  for (const { name, file: named } of file.names.slice(0, random.whole(file.synced, file.names.length))) {
    if (named) left.set(name, named);
    else left.delete(name);
  }
  for (const [name, each] of left) await leave(each, join(path, name), random);
}

function contentLeft({ contents, synced }: File, random: Random): Buffer {
  let bytes: Buffer = Buffer.alloc(0);
  for (const [at, each] of contents.entries()) {
    const isDurable = at < synced;
    if (!isDurable && random.chance(0.5)) continue;
    bytes = changed(bytes, each, isDurable ? Number.POSITIVE_INFINITY : random.whole(0, 64) * SECTOR_BYTES);
  }
  return bytes;
}

function changed(bytes: Buffer, change: Content, most: number): Buffer {
  if (change.is === "cut") {
    const cut = Buffer.alloc(change.size);
    bytes.copy(cut);
    return cut;
  }
  const part = change.bytes.subarray(0, most);
  const grown = Buffer.alloc(Math.max(bytes.length, change.at + part.length));
  bytes.copy(grown);
  part.copy(grown, change.at);
  return grown;
}
