/** The shelf of a folder store: objects are renamed, so that no moment knows half an object. */
import { readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Digest } from "../artifact.ts";
import type { Log } from "../log.ts";
import { makeFolderDurably, syncFolder } from "./durable-file.ts";
import { objectKey } from "./key.ts";
import { isDay, type OrphanShelf, SHELF, type Shelved, shelfKey, shelvedAt } from "./orphan-shelf.ts";

/** The shelf of the store in `root`. */
export function folderShelf(root: string, log: Log): OrphanShelf {
  return {
    lay: (digest, day, untouchedSince) => lay(root, digest, day, untouchedSince),
    list: () => listed(root),
    async putBack({ digest, day }) {
      await putBack(join(root, shelfKey(digest, day)), join(root, objectKey(digest)));
    },
    async destroy({ digest, day }, reason) {
      await unlink(join(root, shelfKey(digest, day))).catch(absent);
      log.info("object-removed", { digest, reason });
    },
  };
}

async function lay(root: string, digest: Digest, day: string, untouchedSince: Date): Promise<"laid" | "touched" | "absent"> {
  const object = join(root, objectKey(digest));
  const shelved = join(root, shelfKey(digest, day));
  const before = await stat(object).catch(absent);
  if (!before) return "absent";
  if (before.mtime > untouchedSince) return "touched";
  if (!(await move(object, shelved))) return "absent";
  // Whoever stores the same bytes touches the object before relying on it: before our renaming we see that here, and after
  // it they find nothing and write it anew.
  const after = await stat(shelved).catch(absent);
  if (!after || after.mtime <= untouchedSince) return "laid";
  await putBack(shelved, object);
  return "touched";
}

/** An object that was stored again meanwhile was proved then, and is never replaced. */
async function putBack(shelved: string, object: string): Promise<void> {
  if (await stat(object).catch(absent)) await unlink(shelved).catch(absent);
  else await move(shelved, object);
}

async function* listed(root: string): AsyncIterable<Shelved> {
  for (const day of (await entries(join(root, SHELF))).filter(isDay)) {
    for (const name of await entries(join(root, SHELF, day))) {
      const found = await stat(join(root, SHELF, day, name)).catch(absent);
      const shelved = found?.isFile() ? shelvedAt(`${SHELF}/${day}/${name}`, found.size) : undefined;
      if (shelved) yield shelved;
    }
  }
}

/** Give a file another name, durably. False when it is not there (any more). */
async function move(from: string, to: string): Promise<boolean> {
  await makeFolderDurably(dirname(to));
  const isMoved = await rename(from, to).then(
    () => true,
    (thrown: NodeJS.ErrnoException) => {
      if (thrown.code === "ENOENT") return false;
      throw thrown;
    },
  );
  if (isMoved) {
    await syncFolder(dirname(to));
    await syncFolder(dirname(from));
  }
  return isMoved;
}

async function entries(folder: string): Promise<readonly string[]> {
  return ((await readdir(folder).catch(absent)) ?? []).sort();
}

function absent(thrown: NodeJS.ErrnoException): undefined {
  if (thrown.code === "ENOENT") return undefined;
  throw thrown;
}
