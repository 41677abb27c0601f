/** Take a multi-page TIFF apart: one file a page in a scratch folder, each examined like any other file. */
import { createHash } from "node:crypto";
import { constants, type FileHandle, open } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileSource } from "../../formats/byte-source.ts";
import type { Finding } from "../../formats/image-structure.ts";
import { pageBytes, pageDirectories } from "../../formats/tiff-page.ts";
import { type Arrival, rejection } from "./arrival.ts";
import { examineFile } from "./examine-file.ts";
import { shownName } from "./file-name.ts";
import type { IngestPolicy } from "./policy.ts";

/**
 * Split one file whose structure was found sound. Pixels are copied as they are packed, so nothing is lost and the same
 * page always has the same digest. Pages are named `name#1`, `name#2`, …; their paths lie in `scratch`, which the
 * caller keeps until they are stored. When the file changes meanwhile it is refused as a whole.
 */
export async function splitPages(
  path: string,
  scratch: string,
  policy: IngestPolicy,
  signal?: AbortSignal,
): Promise<readonly Arrival[]> {
  const name = basename(path);
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const before = await file.stat({ bigint: true });
    const source = fileSource(file, Number(before.size));
    const directories = await pageDirectories(source);
    const stem = createHash("sha256").update(path).digest("hex").slice(0, 16);
    const pages: Arrival[] = [];
    for (const [index, directory] of directories.entries()) {
      const target = join(scratch, `${stem}-${String(index + 1).padStart(4, "0")}.tif`);
      await writeParts(target, pageBytes(source, directory), signal);
      pages.push(named(await examineFile(target, policy, signal), `${name}#${index + 1}`, directories.length));
    }
    const after = await file.stat({ bigint: true });
    const isSame = after.size === before.size && after.mtimeNs === before.mtimeNs;
    const changed: Finding = { code: "SRC-CHANGED", severity: "reject", facts: { why: "time" } };
    return isSame ? pages : [rejection(path, name, shownName(name), [changed])];
  } finally {
    await file.close();
  }
}

async function writeParts(target: string, parts: AsyncIterable<Buffer>, signal: AbortSignal | undefined): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(target, "w");
    for await (const part of parts) {
      signal?.throwIfAborted();
      await file.writeFile(part);
    }
  } finally {
    await file?.close();
  }
}

function named(page: Arrival, name: string, of: number): Arrival {
  const note: Finding = { code: "IMG-SPLIT", severity: "note", facts: { pages: of } };
  const findings = page.verdict === "skip" ? [] : [...page.findings, note];
  if (page.verdict === "accept") return { ...page, name, findings };
  if (page.verdict === "reject") return { ...page, name, findings, facts: { ...page.facts, subject: shownName(name) } };
  return { ...page, name };
}
