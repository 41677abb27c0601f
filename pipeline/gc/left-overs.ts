/** Files of work that is over: scratch of processes that died, and uploads nobody touched for a long time. */
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** One folder or file that went, or in a rehearsal would go. */
export interface LeftOver {
  readonly path: string;
  readonly sizeBytes: number;
}

/** A folder, and how long what is in it stays after the last change anywhere inside. */
export interface Retention {
  readonly folder: string;
  readonly days: number;
  /** Entries that are not for this one to judge. */
  readonly except?: readonly string[];
}

const DAY_MS = 24 * 3600 * 1000;

/** Remove the entries of the folder in which nothing was touched for so long. Links are removed, never followed. */
export async function removeLeftOvers(
  { folder, days, except = [] }: Retention,
  now: Date,
  isRehearsal: boolean,
): Promise<readonly LeftOver[]> {
  const oldest = now.getTime() - days * DAY_MS;
  const removed: LeftOver[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    if (except.includes(name)) continue;
    const path = join(folder, name);
    const { touchedMs, sizeBytes } = await weigh(path);
    if (touchedMs > oldest) continue;
    if (!isRehearsal) await rm(path, { recursive: true, force: true });
    removed.push({ path, sizeBytes });
  }
  return removed;
}

/** What vanishes meanwhile belongs to somebody at work. */
async function weigh(path: string): Promise<{ readonly touchedMs: number; readonly sizeBytes: number }> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return { touchedMs: Number.POSITIVE_INFINITY, sizeBytes: 0 };
  if (!found.isDirectory()) return { touchedMs: found.mtimeMs, sizeBytes: found.size };
  let [touchedMs, sizeBytes] = [found.mtimeMs, 0];
  for (const name of await readdir(path).catch(() => [])) {
    const inner = await weigh(join(path, name));
    touchedMs = Math.max(touchedMs, inner.touchedMs);
    sizeBytes += inner.sizeBytes;
  }
  return { touchedMs, sizeBytes };
}
