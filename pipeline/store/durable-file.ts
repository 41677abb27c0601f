/**
 * Writing files so that they are whole or absent, also after a power cut: write to a temporary file in the same file
 * system, make it durable, give it its name in one step, make the name durable. The name must become durable too: a file
 * whose folder was not synced can be gone after a power cut although its bytes were synced.
 */
import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Make the entries of a folder durable. Windows cannot sync folders and journals names itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Make a folder and every folder above it that is missing, durably. */
export async function makeFolderDurably(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** Write a small text to a file that must not exist yet, with its bytes durable. Its name is not yet. */
export async function writeSynced(path: string, text: string): Promise<void> {
  const handle = await open(path, "wx", 0o444);
  try {
    await handle.writeFile(text, "utf8");
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Give a synced file its final name and make that durable; replaces a file of that name. */
export async function publishFile(temporary: string, path: string): Promise<void> {
  await makeFolderDurably(dirname(path));
  await rename(temporary, path);
  await syncFolder(dirname(path));
}
