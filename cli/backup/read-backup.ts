/** Reads a backup: first all of it, to refuse what is not whole, not ours or not for this release; then its rows. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import type { z } from "zod";
import type { RowChunk } from "../../catalogue/backup/port.ts";
import { rowOf } from "../../catalogue/backup/row-json.ts";
import { readTar } from "../../formats/tar.ts";
import { asSohoaError, InputError, SohoaError } from "../../pipeline/errors.ts";
import { type BackupEntry, type BackupHead, HEAD, headSchema, MANIFEST, manifestSchema, tableOf } from "./backup-file.ts";
import { fingerprint, isSigned } from "./signing-key.ts";

/** An entry holds 500 rows; one that claims more than this is not ours. */
const MOST_ENTRY_BYTES = 512 * 2 ** 20;

/** A backup that was read whole and found sound. */
export interface SoundBackup {
  readonly head: BackupHead;
  readonly signer: string;
  readonly rows: number;
}

/** What a catalogue expects of a backup. */
export interface Expected {
  /** Its permanent address; any when it is not settled yet. */
  readonly library?: string | undefined;
  readonly schema: readonly string[];
  /** The only signer that is accepted; any when absent. */
  readonly signer?: string | undefined;
}

/** @throws {InputError} BACKUP-TRUNCATED, BACKUP-DAMAGED, BACKUP-NEWER, BACKUP-OLDER, BACKUP-OTHER, BACKUP-SIGNER */
export async function proveBackup(path: string, expected: Expected): Promise<SoundBackup> {
  const { head, found, manifest } = await readWhole(path);
  const { entries, publicKey, signature } = manifest;
  if (!isSigned(JSON.stringify(entries), signature, publicKey))
    throw damaged(path, "the list of digests is not signed by its key");
  const differs = entries.find((entry, at) => found[at]?.name !== entry.name || found[at]?.sha256 !== entry.sha256);
  if (differs) throw damaged(path, differs.name);
  if (found.length !== entries.length) throw damaged(path, `${found.length} entries instead of ${entries.length}`);
  const signer = fingerprint(publicKey);
  if (expected.library !== undefined && head.library !== expected.library)
    throw new InputError({ code: "BACKUP-OTHER", subject: path, facts: { library: head.library, own: expected.library } });
  if (expected.signer !== undefined && signer !== expected.signer)
    throw new InputError({ code: "BACKUP-SIGNER", subject: path, facts: { signer, own: expected.signer } });
  refuseOtherSchema(path, head, expected.schema);
  return { head, signer, rows: entries.reduce((sum, { rows }) => sum + rows, 0) };
}

/** The rows of a backup that was proved, in its order. */
export async function* rowsOf(path: string): AsyncGenerator<RowChunk> {
  for await (const { name, content } of readTar(path)) {
    const table = tableOf(name);
    const text = await textOf(content);
    if (table !== undefined) yield { table, rows: text.split("\n").filter(Boolean).map(rowOf) };
  }
}

type Whole = {
  readonly head: BackupHead;
  readonly manifest: z.infer<typeof manifestSchema>;
  readonly found: readonly Pick<BackupEntry, "name" | "sha256">[];
};

async function readWhole(path: string): Promise<Whole> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) throw new InputError({ code: "BACKUP-ABSENT", subject: path });
  const found: Pick<BackupEntry, "name" | "sha256">[] = [];
  let head: BackupHead | undefined;
  let manifest: z.infer<typeof manifestSchema> | undefined;
  try {
    for await (const { name, sizeBytes, content } of readTar(path)) {
      if (sizeBytes > MOST_ENTRY_BYTES) throw damaged(path, name);
      const text = await textOf(content);
      if (name === MANIFEST) manifest = manifestSchema.parse(JSON.parse(text));
      else found.push({ name, sha256: createHash("sha256").update(text).digest("hex") });
      if (name === HEAD) head = headSchema.parse(JSON.parse(text));
    }
  } catch (thrown) {
    if (thrown instanceof SohoaError) throw thrown;
    const detail = asSohoaError(thrown).message;
    if (/end of (data|file)|premature|closed/i.test(String(thrown))) throw truncated(path);
    throw damaged(path, detail);
  }
  if (!head || !manifest) throw truncated(path);
  return { head, manifest, found };
}

function refuseOtherSchema(path: string, { schema, program }: BackupHead, own: readonly string[]): void {
  const isNewer = schema.some((name) => !own.includes(name));
  const facts = { program, theirs: schema.at(-1) ?? "", ours: own.at(-1) ?? "" };
  if (isNewer) throw new InputError({ code: "BACKUP-NEWER", subject: path, facts });
  if (schema.length < own.length) throw new InputError({ code: "BACKUP-OLDER", subject: path, facts });
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

function damaged(path: string, detail: string): InputError {
  return new InputError({ code: "BACKUP-DAMAGED", subject: path, facts: { detail }, exit: "integrity" });
}

function truncated(path: string): InputError {
  return new InputError({ code: "BACKUP-TRUNCATED", subject: path, exit: "integrity" });
}

/** One entry of a backup that was proved. */
export async function entryText(path: string, wanted: string): Promise<string | undefined> {
  for await (const { name, content } of readTar(path)) if (name === wanted) return await textOf(content);
  return undefined;
}
