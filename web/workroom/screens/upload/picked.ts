/** Folders that were dropped or chosen: each folder with files of its own is a batch of its own. */

/** A file and the name it goes by in its folder. */
export interface PickedFile {
  readonly name: string;
  readonly file: File;
}

/** A folder to be handed in. */
export interface PickedFolder {
  /** Path within what was chosen; unique. */
  readonly path: string;
  /** Its own name. */
  readonly name: string;
  readonly files: readonly PickedFile[];
}

type Found = readonly [path: string, file: File];

/** What a chooser of folders brought. */
export function foldersChosen(files: Iterable<File>): readonly PickedFolder[] {
  return grouped([...files].map((file): Found => [file.webkitRelativePath || file.name, file]));
}

/** What was dropped; entries must be asked for before the first pause. */
export async function foldersDropped({ items, files }: DataTransfer): Promise<readonly PickedFolder[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return foldersChosen(files);
  return grouped((await Promise.all(entries.map(within))).flat());
}

async function within(entry: FileSystemEntry): Promise<readonly Found[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [[entry.fullPath.replace(/^\//, ""), file]];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Found[] = [];
  for (;;) {
    // A reader gives a hundred entries at a time, and none when all were given.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const each of some) found.push(...(await within(each)));
  }
}

function grouped(found: readonly Found[]): readonly PickedFolder[] {
  const folders = new Map<string, PickedFile[]>();
  for (const [path, file] of found) {
    const steps = path.split("/");
    const name = steps.pop() ?? file.name;
    const folder = steps.join("/");
    folders.set(folder, [...(folders.get(folder) ?? []), { name, file }]);
  }
  return [...folders]
    .map(([path, files]) => ({ path, name: path.split("/").at(-1) ?? "", files }))
    .sort((a, b) => a.path.localeCompare(b.path));
}
