/** The folder a worker puts its unfinished outputs in, and what workers that died left beside it. */
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** A worker changes its folder with every task, and no task may take this long. */
const ABANDONED_MS = 24 * 3600 * 1000;

/**
 * Make this worker's own folder, empty, and remove those of others that nobody has touched for a day.
 * @param root folder that holds nothing but the folders of workers
 * @param owner name of this worker and of no other that lives
 * @returns the worker's own folder
 */
export async function prepareScratch(root: string, owner: string): Promise<string> {
  const own = join(root, owner);
  // A name may come again: in a container the first process always has the same number.
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  // The time of the disk, which gave the others theirs: a clock that was set would make living workers look abandoned.
  const oldest = (await stat(own)).mtimeMs - ABANDONED_MS;
  for (const name of await readdir(root)) {
    const path = join(root, name);
    const touched = await stat(path).then(
      (found) => found.mtimeMs,
      () => Number.POSITIVE_INFINITY, // another worker was quicker
    );
    if (touched < oldest) await rm(path, { recursive: true, force: true });
  }
  return own;
}
