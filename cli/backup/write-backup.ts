/** Writes a backup of the catalogue and the configuration, in bounded memory, whole or not at all. */
import { createHash } from "node:crypto";
import { chmod, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { lineOf } from "../../catalogue/backup/row-json.ts";
import { withoutSecrets } from "../../config/load.ts";
import { createTar, type TarWriter } from "../../formats/tar.ts";
import { syncFolder } from "../../pipeline/store/durable-file.ts";
import type { Services } from "../compose.ts";
import { VERSION } from "../package-root.ts";
import { type BackupEntry, type BackupHead, HEAD, MANIFEST, SETTINGS } from "./backup-file.ts";
import { fingerprint, keyOf, publicPem, signText } from "./signing-key.ts";

/** What a backup is taken of. */
export type Backed = Pick<Services, "catalogueCopies" | "config" | "clock">;

/** What was written. */
export interface WrittenBackup {
  readonly rows: number;
  readonly tables: number;
  readonly sizeBytes: number;
  readonly signer: string;
}

/** Write the backup to `path`; until it is whole it lies beside it as `.part`. */
export async function writeBackup(services: Backed, path: string): Promise<WrittenBackup> {
  const key = await keyOf(services.config.home);
  const part = `${path}.part`;
  const tar = createTar(part);
  try {
    const entries = await writeEntries(services, tar);
    const publicKey = publicPem(key);
    const signed = { entries, publicKey, signature: signText(JSON.stringify(entries), key) };
    await put(tar, MANIFEST, `${JSON.stringify(signed)}\n`);
    await tar.finish();
    await chmod(part, 0o600);
    await rename(part, path);
    await syncFolder(dirname(path));
    const sum = (of: (entry: BackupEntry) => number) => entries.reduce((total, entry) => total + of(entry), 0);
    const tables = new Set(entries.map(({ name }) => dirname(name)).filter((name) => name.startsWith("tables/"))).size;
    return {
      rows: sum(({ rows }) => rows),
      tables,
      sizeBytes: sum(({ sizeBytes }) => sizeBytes),
      signer: fingerprint(publicKey),
    };
  } finally {
    await tar.close();
    await rm(part, { force: true });
  }
}

async function writeEntries({ catalogueCopies: copies, config, clock }: Backed, tar: TarWriter): Promise<readonly BackupEntry[]> {
  const head: BackupHead = {
    kind: "sohoa-backup",
    v: 1,
    program: VERSION,
    takenAt: clock.now().toISOString(),
    library: config.baseUrl,
    schema: [...(await copies.schema())],
  };
  const entries = [await put(tar, HEAD, `${JSON.stringify(head)}\n`)];
  entries.push(await put(tar, SETTINGS, `${JSON.stringify(withoutSecrets(config), undefined, 2)}\n`));
  const counts = new Map<string, number>();
  await copies.dump(async ({ table, rows }) => {
    const number = (counts.get(table) ?? 0) + 1;
    counts.set(table, number);
    const text = rows.map((row) => `${lineOf(row)}\n`).join("");
    entries.push(await put(tar, `tables/${table}/${String(number).padStart(6, "0")}.jsonl`, text, rows.length));
  });
  return entries;
}

async function put(tar: TarWriter, name: string, text: string, rows = 0): Promise<BackupEntry> {
  const bytes = Buffer.from(text);
  await tar.add({ name, sizeBytes: bytes.length }, [bytes]);
  return { name, sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), rows };
}
