/** Look at one file: what it is, whether it is whole, whether it is wanted, and its digest. The file is only read. */
import { createHash, type Hash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { constants, type FileHandle, lstat, open } from "node:fs/promises";
import { basename } from "node:path";
import { type ByteSource, fileSource } from "../../formats/byte-source.ts";
import type { Finding, ImageKind, ImageStructure } from "../../formats/image-structure.ts";
import { readJpeg } from "../../formats/jpeg.ts";
import { readPng } from "../../formats/png.ts";
import { type ContentKind, isPicture, sniff } from "../../formats/sniff.ts";
import { readTiff } from "../../formats/tiff.ts";
import { type Arrival, rejection } from "./arrival.ts";
import { typeOf } from "./entry-type.ts";
import { isPictureName } from "./file-kind.ts";
import { judgeName, shownName } from "./file-name.ts";
import { judgeImage } from "./judge-image.ts";
import type { IngestPolicy } from "./policy.ts";

const HASH_STEP_BYTES = 1024 * 1024;
const READERS: Readonly<Record<ImageKind, (source: ByteSource) => Promise<ImageStructure>>> = {
  tiff: readTiff,
  jpeg: readJpeg,
  png: readPng,
};
const isMaster = (kind: ContentKind): kind is ImageKind => kind in READERS;
/** Kinds whose name alone would not tell a person what it is; both languages, for it is put into either. */
const CONTENT_NAMES: Partial<Readonly<Record<ContentKind, string>>> = { text: "văn bản / text", unknown: "?", executable: "EXE" };
/** Never follow a link, never wait for the other end of a pipe. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Examine one file. Problems of the file are an answer (`reject`), not an exception; only an abort is thrown.
 * What is accepted has the digest of exactly the bytes that were judged: a file that changed meanwhile is SRC-CHANGED.
 * A file whose name claims no picture and whose content is none is `skip`.
 */
export async function examineFile(path: string, policy: IngestPolicy, signal?: AbortSignal): Promise<Arrival> {
  const name = basename(path);
  const refuse = (findings: readonly Finding[]) => rejection(path, name, shownName(name), findings);
  signal?.throwIfAborted();
  const badName = judgeName(name, path, policy);
  if (badName.length > 0) return refuse(badName);
  let file: FileHandle | undefined;
  try {
    file = await open(path, OPEN_FLAGS);
    const before = await file.stat({ bigint: true });
    if (!before.isFile()) return refuse([{ code: "SRC-TYPE", severity: "reject", facts: { type: typeOf(before) } }]);
    return await examineOpen(file, before, path, policy, signal);
  } catch (thrown) {
    signal?.throwIfAborted();
    return refuse([await readingFault(thrown, path)]);
  } finally {
    await file?.close();
  }
}

async function examineOpen(
  file: FileHandle,
  before: BigIntStats,
  path: string,
  policy: IngestPolicy,
  signal: AbortSignal | undefined,
): Promise<Arrival> {
  const name = basename(path);
  const sizeBytes = Number(before.size);
  const refuse = (findings: readonly Finding[]) => rejection(path, name, shownName(name), findings);
  if (sizeBytes > policy.maxBytes)
    return refuse([{ code: "FILE-LARGE", severity: "reject", facts: { bytes: sizeBytes, max: policy.maxBytes } }]);
  const source = interruptible(fileSource(file, sizeBytes), signal);
  const kind = await sniff(source);
  if (!isPicture(kind) && !isPictureName(name) && name.includes(".")) {
    return { verdict: "skip", path, name, reason: "not-an-image" };
  }
  if (!isMaster(kind)) {
    const changed = await changeOf(file, before, path);
    return refuse(changed === undefined ? [noMaster(kind, sizeBytes)] : [changed]);
  }
  const structure = await READERS[kind](source);
  const findings = [...structure.findings, ...judgeImage(structure, name, policy)];
  const isRefused = findings.some((each) => each.severity === "reject");
  const hash = createHash("sha256");
  const readBytes = isRefused ? sizeBytes : await hashFile(file, hash, signal);
  const changed = readBytes === sizeBytes ? await changeOf(file, before, path) : changedBy("size");
  if (changed !== undefined) return refuse([changed, ...findings]);
  if (isRefused) return refuse(findings);
  const { findings: _, ...image } = structure;
  const mediaType = `image/${kind}`;
  return { verdict: "accept", path, name, digest: hash.digest("hex"), sizeBytes, mediaType, image, findings };
}

async function hashFile(file: FileHandle, hash: Hash, signal: AbortSignal | undefined): Promise<number> {
  const step = Buffer.allocUnsafe(HASH_STEP_BYTES);
  let offset = 0;
  while (true) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(step, 0, step.length, offset);
    if (bytesRead === 0) return offset;
    hash.update(step.subarray(0, bytesRead));
    offset += bytesRead;
  }
}

/** Stop between reads when asked to. */
function interruptible(source: ByteSource, signal: AbortSignal | undefined): ByteSource {
  const read: ByteSource["read"] = (offset, length) => {
    signal?.throwIfAborted();
    return source.read(offset, length);
  };
  return { sizeBytes: source.sizeBytes, read };
}

/** Compare the open file, and what now stands under its name, with what was opened. */
async function changeOf(file: FileHandle, before: BigIntStats, path: string): Promise<Finding | undefined> {
  const open = await file.stat({ bigint: true });
  if (open.size !== before.size) return changedBy("size");
  if (open.mtimeNs !== before.mtimeNs) return changedBy("time");
  const named = await lstat(path, { bigint: true }).catch(() => undefined);
  if (named === undefined) return changedBy("removed");
  return named.ino === before.ino && named.dev === before.dev ? undefined : changedBy("replaced");
}

function changedBy(why: "size" | "time" | "replaced" | "removed"): Finding {
  return { code: "SRC-CHANGED", severity: "reject", facts: { why } };
}

function noMaster(kind: ContentKind, sizeBytes: number): Finding {
  if (kind === "empty") return { code: "IMG-EMPTY", severity: "reject", facts: {} };
  if (kind === "zeros") return { code: "IMG-TRUNC", severity: "reject", facts: { missingBytes: sizeBytes } };
  return { code: "IMG-FORMAT", severity: "reject", facts: { detail: CONTENT_NAMES[kind] ?? kind.toUpperCase() } };
}

/** What the system said while opening or reading, in our words. */
async function readingFault(thrown: unknown, path: string): Promise<Finding> {
  const system = (thrown as NodeJS.ErrnoException).code ?? "UNKNOWN";
  const found = (code: string, facts = {}): Finding => ({ code, severity: "reject", facts });
  if (system === "ELOOP" || system === "ENXIO" || system === "EMLINK" || system === "EISDIR") {
    const seen = await lstat(path, { bigint: true }).catch(() => undefined);
    return found("SRC-TYPE", { type: seen === undefined ? "unknown" : typeOf(seen) });
  }
  if (system === "ENOENT") return changedBy("removed");
  if (system === "ENAMETOOLONG") return found("NAME-LONG", { bytes: Buffer.byteLength(path) });
  if (system === "EACCES" || system === "EPERM") return found("SRC-DENIED");
  if (system.startsWith("E") && (thrown as NodeJS.ErrnoException).syscall !== undefined)
    return found("IO-READ", { detail: system });
  throw thrown;
}
