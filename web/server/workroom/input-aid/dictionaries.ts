/** The library's own dictionaries of readings: files of `dictionaries/` in its folder, one reading a row. */
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DictionaryEntry } from "../../../../hannom/input-aid/dictionary.ts";

const FOLDER = "dictionaries";
const NAME = /^[a-z0-9][a-z0-9._-]{0,59}$/u;
const ENDING = ".tsv";

/** True for what a dictionary may be called. */
export function isDictionaryName(name: string): boolean {
  return NAME.test(name);
}

/** Names of the dictionaries, in the order of the alphabet. */
export async function dictionaryNames(home: string): Promise<readonly string[]> {
  const files = await readdir(join(home, FOLDER)).catch(() => []);
  return files
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .filter(isDictionaryName)
    .sort();
}

/** Entries of one dictionary. @throws when it cannot be read */
export async function readDictionaryFile(home: string, name: string): Promise<readonly DictionaryEntry[]> {
  const rows = (await readFile(join(home, FOLDER, `${name}${ENDING}`), "utf8")).split("\n");
  return rows.flatMap((row) => {
    const [text, reading] = row.split("\t");
    return text && reading ? [{ text, reading }] : [];
  });
}

/** Write a dictionary, whole or not at all; one of the same name is replaced. */
export async function writeDictionaryFile(home: string, name: string, entries: readonly DictionaryEntry[]): Promise<void> {
  const folder = join(home, FOLDER);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}${ENDING}`);
  const file = await open(`${path}.new`, "w");
  try {
    await file.writeFile(entries.map(({ text, reading }) => `${text}\t${reading}\n`).join(""));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** Remove a dictionary; false when there was none. */
export async function removeDictionaryFile(home: string, name: string): Promise<boolean> {
  const path = join(home, FOLDER, `${name}${ENDING}`);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  await rm(path, { force: true });
  return isThere;
}

/** What changes when any dictionary does. */
export async function dictionariesMark(home: string): Promise<string> {
  const names = await dictionaryNames(home);
  const times = await Promise.all(names.map((name) => stat(join(home, FOLDER, `${name}${ENDING}`)).catch(() => undefined)));
  return names.map((name, at) => `${name} ${times[at]?.mtimeMs} ${times[at]?.size}`).join("\n");
}
