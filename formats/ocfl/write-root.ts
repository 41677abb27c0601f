/** Makes an OCFL storage root, or finds one that this program can go on with (OCFL 1.1, section 4). */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../pipeline/errors.ts";
import { makeFolderDurably, writeSynced } from "../../pipeline/store/durable-file.ts";
import { LAYOUT, LAYOUT_CONFIG, layoutText, objectPath } from "./layout.ts";
import { entriesOf, textOf } from "./walk.ts";
import type { ObjectPlace } from "./write-object.ts";

const DECLARATION = "0=ocfl_1.1";

/**
 * Make sure that `root` is a storage root of version 1.1 with our layout. The declaration is written last.
 * @throws {InputError} OCFL-ROOT when the folder holds something else, or a root of another layout.
 */
export async function openRoot(root: string): Promise<void> {
  await makeFolderDurably(root);
  const names = (await entriesOf(root)).map(({ name }) => name);
  if (names.includes(DECLARATION)) {
    if ((await textOf(join(root, "ocfl_layout.json"))) === layoutText()) return;
    throw new InputError({ code: "OCFL-ROOT", subject: root });
  }
  const begun = ["extensions", "ocfl_layout.json"];
  if (names.some((name) => !begun.includes(name))) throw new InputError({ code: "OCFL-ROOT", subject: root });
  const extension = join(root, "extensions", LAYOUT);
  await mkdir(extension, { recursive: true });
  await overwrite(join(extension, "config.json"), `${JSON.stringify(LAYOUT_CONFIG, null, 1)}\n`);
  await overwrite(join(root, "ocfl_layout.json"), layoutText());
  await writeSynced(join(root, DECLARATION), "ocfl_1.1\n");
}

/** The place of an object below a root. Versions are made beside the root, where no reader takes them for part of it. */
export function placeOf(root: string, id: string): ObjectPlace {
  const path = objectPath(id);
  return { id, folder: join(root, path), incoming: join(`${root}.incoming`, path.slice(path.lastIndexOf("/") + 1)) };
}

async function overwrite(path: string, text: string): Promise<void> {
  if ((await textOf(path)) === text) return;
  await rm(path, { force: true });
  await writeSynced(path, text);
}
