/**
 * A bag in a folder, written file by file: a file that is there already with the same bytes stays, so that an interrupted bag is
 * gone on with. The lists are taken away first and written last: until then nobody takes the folder for a finished bag.
 */
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TarEntry, TarWriter } from "../../formats/tar.ts";
import { InputError } from "../../pipeline/errors.ts";
import { publishFile } from "../../pipeline/store/durable-file.ts";

const PART = ".part";

/** Names that a folder may hold before a bag is written into it, without being taken for somebody else's. */
const OURS = /^(data|bagit\.txt|bag-info\.txt|(tag)?manifest-[a-z0-9]+\.txt|[a-z]+\.json)(\.part)?$/;

/**
 * Takes the entries of a bag; names begin with the bag's own folder, which `folder` stands for.
 * @throws {InputError} BAG-FOLDER when the folder holds something else than a bag.
 */
export async function bagFolder(folder: string, onFile: () => void = () => {}): Promise<TarWriter> {
  await mkdir(join(folder, "data"), { recursive: true });
  for (const name of await readdir(folder)) {
    if (!OURS.test(name)) throw new InputError({ code: "BAG-FOLDER", subject: folder, facts: { file: name } });
    if (/manifest-/.test(name) || name.endsWith(PART)) await rm(join(folder, name));
  }
  const written = new Set<string>();
  return {
    async add(entry, content) {
      const path = entry.name.slice(entry.name.indexOf("/") + 1);
      written.add(path);
      await keep(join(folder, path), entry, content);
      onFile();
    },
    async finish() {
      for (const name of await readdir(join(folder, "data")))
        if (!written.has(`data/${name}`)) await rm(join(folder, "data", name), { recursive: true });
    },
    async close() {},
  };
}

/** Entries of a bag in parts are small: one is held in memory, and compared with what is there. */
async function keep(path: string, { sizeBytes }: TarEntry, content: Parameters<TarWriter["add"]>[1]): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const bytes = Buffer.concat(chunks, sizeBytes);
  if (await holds(path, bytes)) return;
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(`${path}${PART}`, "w");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await publishFile(`${path}${PART}`, path);
}

async function holds(path: string, bytes: Buffer): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size !== bytes.length) return false;
  let at = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (!chunk.equals(bytes.subarray(at, at + chunk.length))) return false;
    at += chunk.length;
  }
  return at === bytes.length;
}
