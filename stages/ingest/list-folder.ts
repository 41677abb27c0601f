/** The direct entries of a folder, told apart without opening any of them. Links are never followed. */
import type { Dirent } from "node:fs";
import { lstat, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../pipeline/errors.ts";
import { type Rejected, rejection, type Skipped } from "./arrival.ts";
import { typeOf } from "./entry-type.ts";
import { litterOf } from "./file-kind.ts";
import { shownBytes, shownName } from "./file-name.ts";

/** A regular file that has to be examined. */
export interface Candidate {
  readonly path: string;
  readonly name: string;
}

/** What a folder holds, in no order. */
export interface Listing {
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly Rejected[];
  readonly skipped: readonly Skipped[];
  readonly subfolders: readonly string[];
}

/**
 * List a folder. Only names are kept, so half a million files take some tens of megabytes.
 * @throws {InputError} SRC-MISSING, SRC-NOTDIR, SRC-DENIED when the folder itself cannot be read.
 */
export async function listFolder(folder: string, signal?: AbortSignal): Promise<Listing> {
  const candidates: Candidate[] = [];
  const rejected: Rejected[] = [];
  const skipped: Skipped[] = [];
  const subfolders: string[] = [];
  // Names come as bytes: what is no UTF-8 must be refused by name and not turned into question marks.
  for await (const entry of await openFolder(folder)) {
    signal?.throwIfAborted();
    const bytes = entry.name as unknown as Buffer;
    const name = bytes.toString("utf8");
    const path = join(folder, name);
    if (!Buffer.from(name, "utf8").equals(bytes)) {
      const shown = shownBytes(bytes);
      rejected.push(rejection(join(folder, shown), shown, shown, [{ code: "NAME-BAD", severity: "reject", facts: { shown } }]));
      continue;
    }
    const type = await entryType(entry, path);
    const litter = litterOf(name);
    if (type === "directory") subfolders.push(name);
    else if (litter !== undefined) skipped.push({ verdict: "skip", path, name, reason: litter });
    else if (type === "file") candidates.push({ path, name });
    else rejected.push(rejection(path, name, shownName(name), [{ code: "SRC-TYPE", severity: "reject", facts: { type } }]));
  }
  return { candidates, rejected, skipped, subfolders: subfolders.sort() };
}

async function openFolder(folder: string): Promise<AsyncIterable<Dirent>> {
  try {
    if (!(await stat(folder)).isDirectory()) throw new InputError({ code: "SRC-NOTDIR", subject: folder });
    return await opendir(folder, { encoding: "buffer" as BufferEncoding, bufferSize: 1024 });
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown;
    const system = (thrown as NodeJS.ErrnoException).code;
    if (system === "ENOENT" || system === "ENOTDIR")
      throw new InputError({ code: "SRC-MISSING", subject: folder, cause: thrown });
    if (system === "EACCES" || system === "EPERM") throw new InputError({ code: "SRC-DENIED", subject: folder, cause: thrown });
    throw thrown;
  }
}

/** Some file systems do not say the type with the name. */
async function entryType(entry: Dirent, path: string): Promise<string> {
  if (entry.isFile()) return "file";
  const type = typeOf(entry);
  if (type !== "unknown") return type;
  const seen = await lstat(path).catch(() => undefined);
  // What vanished since is told by the examination.
  return seen === undefined || seen.isFile() ? "file" : typeOf(seen);
}
