/** Whether a file that appeared in a watched folder is at rest. Its structure is judged elsewhere: both must be right. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { litterOf } from "./file-kind.ts";

/** What can be seen of a file from outside. */
export interface Observation {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
  /** A copy under the same name is still under way beside it. */
  readonly hasUnfinishedSibling: boolean;
}

/** Look at a file; undefined when it is not there or is no regular file. */
export async function observe(path: string): Promise<Observation | undefined> {
  const seen = await stat(path).catch(() => undefined);
  if (seen === undefined || !seen.isFile()) return undefined;
  const name = basename(path);
  const siblings = await readdir(dirname(path)).catch(() => []);
  return {
    sizeBytes: seen.size,
    modifiedMs: seen.mtimeMs,
    inode: seen.ino,
    hasUnfinishedSibling: siblings.some((each) => each.startsWith(name) && each !== name && litterOf(each) === "unfinished-copy"),
  };
}

/** True when two observations, far enough apart for the caller's settle time, show one file at rest. */
export function isAtRest(before: Observation, after: Observation): boolean {
  const isSame = before.sizeBytes === after.sizeBytes && before.modifiedMs === after.modifiedMs && before.inode === after.inode;
  return isSame && !after.hasUnfinishedSibling;
}

/** Look twice with `quiet` in between: true when the file did not change meanwhile. The caller decides how long quiet is. */
export async function settled(path: string, quiet: () => Promise<void>): Promise<boolean> {
  const before = await observe(path);
  if (before === undefined) return false;
  await quiet();
  const after = await observe(path);
  return after !== undefined && isAtRest(before, after);
}
