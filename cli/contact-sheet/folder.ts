/**
 * The folder of a contact sheet: empty, or an earlier sheet of the same item. Files of other names in it are a person's and
 * stay. Nothing is written through a link, and no name comes from outside.
 */
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../pipeline/errors.ts";

const MARK = "contact-sheet.json";
const PICTURES = "pictures";
/** Names that this program gives, in the folder and in its folder of pictures. */
const OWN_FILE = /^(?:sheet-\d{3,}\.jpg|.+\.part)$/;
const OWN_PICTURE = /^\d{4,}-(?:before|after)-[0-9a-f]{16}-\d+\.jpg(?:\.part)?$/;

const markSchema = z.object({ v: z.literal(1), item: z.string() });

/** A folder that is written to. */
export interface SheetFolder {
  readonly path: string;
  /** Names written or found good in this run, relative to the folder, with forward slashes. */
  readonly names: Set<string>;
}

/**
 * Take a folder for the sheet of an item; made where there is none.
 * @throws {InputError} SHEET-FOLDER when it holds other things, SHEET-OTHER when it is the sheet of another item, OUT-WRITE
 */
export async function openSheetFolder(path: string, item: string): Promise<SheetFolder> {
  try {
    await mkdir(path, { recursive: true });
    const held = await readdir(path);
    const known = held.includes(MARK) ? await markIn(path) : undefined;
    if (known === undefined && held.length > 0) throw new InputError({ code: "SHEET-FOLDER", subject: path, exit: "usage" });
    if (known !== undefined && known !== item)
      throw new InputError({ code: "SHEET-OTHER", subject: path, facts: { item, other: known }, exit: "usage" });
    const folder = { path, names: new Set<string>() };
    // The mark comes first: what an interrupted run leaves is known again.
    if (known === undefined) await writeWhole(folder, MARK, `${JSON.stringify({ v: 1, item })}\n`);
    await mkdir(join(path, PICTURES), { recursive: true });
    if (!(await lstat(join(path, PICTURES))).isDirectory())
      throw new InputError({ code: "SHEET-FOLDER", subject: join(path, PICTURES), exit: "usage" });
    return folder;
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown;
    throw new InputError({ code: "OUT-WRITE", subject: path, cause: thrown });
  }
}

/** The item whose sheet a folder holds; undefined when its mark is not ours. */
async function markIn(path: string): Promise<string | undefined> {
  try {
    return markSchema.parse(JSON.parse(await readFile(join(path, MARK), "utf8"))).item;
  } catch {
    return undefined;
  }
}

/** The name of a picture in the folder. */
export function pictureName(sequence: number, kind: "before" | "after", digest: string, side: number): string {
  return `${PICTURES}/${String(sequence).padStart(4, "0")}-${kind}-${digest.slice(0, 16)}-${side}.jpg`;
}

/** True when a file of this name is there from an earlier run. */
export async function isThere({ path }: SheetFolder, name: string): Promise<boolean> {
  return await lstat(join(path, name)).then(
    (found) => found.isFile() && found.size > 0,
    () => false,
  );
}

/** Write a file under a temporary name, then give it its own. */
export async function writeWhole(folder: SheetFolder, name: string, bytes: string | Uint8Array): Promise<void> {
  const path = join(folder.path, name);
  const part = `${path}.part`;
  await rm(part, { force: true });
  await writeFile(part, bytes, { flag: "wx" });
  await rename(part, path);
  folder.names.add(name);
}

/** Remove what earlier runs wrote and this one did not. Call it when the page that names the files is written. */
export async function dropOthers({ path, names }: SheetFolder): Promise<void> {
  for (const name of await readdir(path)) if (OWN_FILE.test(name) && !names.has(name)) await rm(join(path, name));
  for (const name of await readdir(join(path, PICTURES))) {
    if (OWN_PICTURE.test(name) && !names.has(`${PICTURES}/${name}`)) await rm(join(path, PICTURES, name));
  }
}
