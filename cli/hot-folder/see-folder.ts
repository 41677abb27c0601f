/** What lies in a watched folder. Links are not followed, nothing is opened, nothing is changed. */
import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { litterOf } from "../../stages/ingest/file-kind.ts";
import type { SeenFile } from "./at-rest.ts";

/** Direct sub-folders, each of which is a batch, and how many other entries lie beside them. */
export async function subfoldersOf(folder: string): Promise<{ readonly names: readonly string[]; readonly beside: number }> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((each) => each.isDirectory() && !each.name.startsWith(".")).map(({ name }) => name);
  const beside = entries.filter((each) => !each.isDirectory() && litterOf(each.name) === undefined).length;
  return { names: names.sort(), beside };
}

/** Files of a folder; undefined when it is gone or cannot be read for the moment. */
export async function filesOf(folder: string): Promise<readonly SeenFile[] | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return undefined;
  const files: SeenFile[] = [];
  for (const name of names) {
    const kind = litterOf(name);
    if (kind === "litter") continue;
    const seen = await lstat(join(folder, name)).catch(() => undefined);
    if (!seen || seen.isDirectory()) continue;
    const { size: sizeBytes, mtimeMs: modifiedMs, ino: inode } = seen;
    files.push({ name, sizeBytes, modifiedMs, inode, isUnfinished: kind !== undefined });
  }
  return files;
}

/** What was taken in already, kept between two runs so that it is not read again. Losing it costs time and nothing else. */
export class TakenFolders {
  readonly #root: string;

  constructor(home: string) {
    this.#root = join(home, "watched");
  }

  async has(folder: string, signature: string): Promise<boolean> {
    return (await readFile(this.#place(folder), "utf8").catch(() => "")) === digest(signature);
  }

  async keep(folder: string, signature: string): Promise<void> {
    const place = this.#place(folder);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(`${place}.part`, digest(signature));
    await rename(`${place}.part`, place);
  }

  #place(folder: string): string {
    return join(this.#root, digest(folder));
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
