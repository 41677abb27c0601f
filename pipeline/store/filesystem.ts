/** The store as a folder: nothing to install, and readable with any tool fifty years from now. */
import { createReadStream } from "node:fs";
import { readdir, readFile, rm, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import type { Digest } from "../artifact.ts";
import { isDigest } from "../artifact.ts";
import { asSohoaError, IntegrityError, ServiceError, type SohoaError } from "../errors.ts";
import type { Log } from "../log.ts";
import { silentLog } from "../log.ts";
import { copyVerified } from "./copy-verified.ts";
import { secondsFor, within } from "./deadline.ts";
import { makeFolderDurably, publishFile, syncFolder } from "./durable-file.ts";
import { folderShelf } from "./folder-shelf.ts";
import { objectKey } from "./key.ts";
import { NamedTexts } from "./named-texts.ts";
import type { OrphanShelf } from "./orphan-shelf.ts";
import type { NamedFile, NamedKey, Store, Stored } from "./store.ts";
import { temporaryName } from "./temporary.ts";

/** Temporary files of a process that died stay; younger ones may belong to a process that lives. */
const STALE_MS = 60 * 60 * 1000;
const CALL_SECONDS = 60;
/** Refusals of the file system that waiting does not cure. */
const NEEDS_A_PERSON: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR"]);

/**
 * Open the folder as a store and make it if it is missing. Left-overs of killed processes older than an hour are removed.
 * The folder must be on a disk of this machine or a mount with POSIX rename and fsync.
 * @throws {ServiceError} SVC-STORE when the folder cannot be made or read.
 */
export async function openFilesystemStore(root: string, log: Log = silentLog): Promise<Store> {
  const store = new FilesystemStore(resolve(root), log);
  await store.prepare();
  return store;
}

class FilesystemStore implements Store {
  readonly orphans: OrphanShelf;
  readonly #root: string;
  readonly #incoming: string;
  readonly #named: NamedTexts;
  readonly #log: Log;

  constructor(root: string, log: Log) {
    this.#root = root;
    this.#incoming = join(root, "objects", ".incoming");
    this.#named = new NamedTexts(root, this.#incoming);
    this.#log = log;
    this.orphans = folderShelf(root, log);
  }

  async prepare(): Promise<void> {
    await this.#guarded("open", CALL_SECONDS, async () => {
      await makeFolderDurably(this.#incoming);
      const now = Date.now();
      for (const name of await readdir(this.#incoming)) {
        const path = join(this.#incoming, name);
        const modified = await stat(path).then(
          (found) => found.mtimeMs,
          () => now,
        );
        if (now - modified > STALE_MS) await rm(path, { force: true });
      }
    });
  }

  async putFile(path: string, expected: Stored): Promise<void> {
    const target = this.#path(expected.digest);
    await this.#guarded("put", secondsFor(expected.sizeBytes, CALL_SECONDS), async (signal) => {
      const held = await this.stat(expected.digest);
      // An object that `gc` took away between these two looks is written anew.
      if (held && (await touched(target))) {
        if (held.sizeBytes !== expected.sizeBytes) throw lied(expected, `the object there has ${held.sizeBytes} bytes`);
        // Another process may have given the object its name a moment ago: make the name durable before we promise it.
        return syncFolder(join(target, ".."));
      }
      const temporary = join(this.#incoming, temporaryName());
      try {
        await copyVerified(path, temporary, expected, signal);
        await publishFile(temporary, target);
      } finally {
        await rm(temporary, { force: true });
      }
      const published = await stat(target);
      if (published.size !== expected.sizeBytes) throw lied(expected, `${published.size} bytes after renaming`);
    });
  }

  async stat(digest: Digest): Promise<Stored | undefined> {
    const path = this.#path(digest);
    const found = await this.#guarded("stat", CALL_SECONDS, () => stat(path).catch(absent));
    return found && { digest, sizeBytes: found.size };
  }

  async open(digest: Digest, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    if (!(await this.stat(digest))) throw new IntegrityError({ code: "STORE-MISSING", subject: digest });
    return createReadStream(this.#path(digest), range ? { start: range.start, end: range.end } : {});
  }

  localPath(digest: Digest): string {
    return this.#path(digest);
  }

  async *list(): AsyncIterable<Stored & { readonly modifiedAt: Date }> {
    const objects = join(this.#root, "objects");
    for (const first of await this.#folders(objects)) {
      for (const second of await this.#folders(join(objects, first))) {
        const folder = join(objects, first, second);
        for (const name of (await this.#entries(folder)).filter(isDigest)) {
          const found = await this.#guarded("list", CALL_SECONDS, () => stat(join(folder, name)).catch(absent));
          if (found?.isFile()) yield { digest: name, sizeBytes: found.size, modifiedAt: found.mtime };
        }
      }
    }
  }

  async remove(digest: Digest, reason: string): Promise<void> {
    const path = this.#path(digest);
    await this.#guarded("remove", CALL_SECONDS, async () => {
      await unlink(path).catch(absent);
      await syncFolder(join(path, "..")).catch(absent);
    });
    this.#log.info("object-removed", { digest, reason });
  }

  async putNamed(key: NamedKey, text: string | NamedFile): Promise<void> {
    const seconds = secondsFor(typeof text === "string" ? text.length : text.sizeBytes, CALL_SECONDS);
    await this.#guarded("put named", seconds, (signal) => this.#named.put(key, text, signal));
  }

  async hasNamed(key: NamedKey): Promise<boolean> {
    const sizeBytes = await this.#guarded("stat named", CALL_SECONDS, () => this.#named.sizeOf(key));
    if (sizeBytes === undefined) return false;
    return await this.#guarded("prove named", secondsFor(sizeBytes, CALL_SECONDS), () => this.#named.prove(key));
  }

  async getNamed(key: NamedKey): Promise<string | undefined> {
    return this.#guarded("get named", CALL_SECONDS, () => this.#named.get(key));
  }

  async listNamed(prefix: string): Promise<readonly NamedKey[]> {
    return this.#guarded("list named", CALL_SECONDS, () => this.#named.list(prefix));
  }

  async check(): Promise<void> {
    await this.#guarded("check", CALL_SECONDS, async () => {
      const probe = join(this.#incoming, temporaryName());
      try {
        await writeFile(probe, "probe", { flag: "wx" });
        const found = await readFile(probe, "utf8");
        if (found !== "probe") throw new Error("other bytes came back");
      } finally {
        await rm(probe, { force: true });
      }
    });
  }

  async close(): Promise<void> {}

  #path(digest: Digest): string {
    return join(this.#root, objectKey(digest));
  }

  async #folders(folder: string): Promise<readonly string[]> {
    return (await this.#entries(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  }

  async #entries(folder: string): Promise<readonly string[]> {
    const names = await this.#guarded("list", CALL_SECONDS, () => readdir(folder).catch(absent));
    return (names ?? []).sort();
  }

  async #guarded<T>(action: string, seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await within(seconds, action, work);
    } catch (thrown) {
      throw asStoreError(thrown, action);
    }
  }
}

/** Errors of the file system become the project's: full disk, refused access, everything else "the store does not answer". */
function asStoreError(thrown: unknown, action: string): SohoaError {
  const known = asSohoaError(thrown);
  if (known.code !== "INTERNAL") return known;
  const system = (thrown as NodeJS.ErrnoException).code ?? "";
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const retry = NEEDS_A_PERSON.has(system) ? "person" : "later";
  return new ServiceError({ code: "SVC-STORE", retry, facts: { action, detail }, cause: thrown });
}

/** Tell `gc` that the object is wanted again. False when it is gone. */
async function touched(path: string): Promise<boolean> {
  const now = new Date();
  return await utimes(path, now, now).then(
    () => true,
    async (thrown: NodeJS.ErrnoException) => {
      if (thrown.code === "ENOENT") return false;
      // Somebody else's file, or a disk that is read only.
      if (NEEDS_A_PERSON.has(thrown.code ?? "")) return true;
      throw thrown;
    },
  );
}

function absent(thrown: NodeJS.ErrnoException): undefined {
  if (thrown.code === "ENOENT") return undefined;
  throw thrown;
}

function lied(expected: Stored, detail: string): IntegrityError {
  return new IntegrityError({
    code: "STORE-LIED",
    subject: expected.digest,
    facts: { expectedBytes: expected.sizeBytes, detail },
  });
}
