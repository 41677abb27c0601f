/**
 * Objects as local files for tools that need a path. A store that is a folder already has them; from any other store an
 * object is fetched once into a bounded folder that several processes may share.
 */
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Digest } from "./artifact.ts";
import { isDigest } from "./artifact.ts";
import { digestFile } from "./digest-file.ts";
import { asSohoaError, IntegrityError, ServiceError, type SohoaError } from "./errors.ts";
import type { Store } from "./store/store.ts";
import { temporaryName } from "./store/temporary.ts";

/**
 * A file used within this time is never dropped, by any process: a stage that was given a path may open it late.
 * The bound on the folder is therefore soft: what one stage needs at once is kept even when it is more.
 */
const IN_USE_MS = 30 * 60 * 1000;

/** Local paths of stored objects. Never write to a path that this gives. */
export class ObjectCache {
  readonly #store: Store;
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #fetching = new Map<Digest, Promise<string>>();

  constructor(store: Store, folder: string, maxBytes: number) {
    this.#store = store;
    this.#folder = resolve(folder);
    this.#maxBytes = maxBytes;
  }

  /**
   * A local file with the object's bytes, without extension. Callers that ask at the same time share one fetch.
   * @throws {IntegrityError} STORE-MISSING; STORE-LIED when the store gives other bytes; {SpaceError} SPACE-FULL.
   */
  async file(digest: Digest): Promise<string> {
    const local = this.#store.localPath(digest);
    if (local !== undefined) {
      if (!(await this.#store.stat(digest))) throw new IntegrityError({ code: "STORE-MISSING", subject: digest });
      return local;
    }
    const running = this.#fetching.get(digest);
    if (running) return running;
    const fetching = this.#cached(digest).finally(() => this.#fetching.delete(digest));
    this.#fetching.set(digest, fetching);
    return fetching;
  }

  /** Drop the fetched file of an object that went bad here; false where the store's own file is what `file` gives. */
  async forget(digest: Digest): Promise<boolean> {
    if (this.#store.localPath(digest) !== undefined) return false;
    await rm(join(this.#folder, digest), { force: true });
    return true;
  }

  async #cached(digest: Digest): Promise<string> {
    const path = join(this.#folder, digest);
    const now = new Date();
    // Marking the use first keeps another process from dropping the file between our look and the stage's.
    const known = await utimes(path, now, now).then(
      () => true,
      () => false,
    );
    if (!known) {
      await this.#fetch(digest, path).catch((thrown) => {
        if (!(thrown instanceof ServiceError)) throw thrown;
        return this.#fetch(digest, path); // a connection that broke in the middle deserves one more try
      });
      await this.#shrink();
    }
    return path;
  }

  async #fetch(digest: Digest, path: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const temporary = join(this.#folder, temporaryName());
    try {
      await pipeline(await this.#store.open(digest), createWriteStream(temporary, { flags: "wx", mode: 0o444 }));
      const found = await digestFile(temporary);
      if (found.digest !== digest) {
        throw new IntegrityError({
          code: "STORE-LIED",
          subject: digest,
          facts: { detail: `fetched ${found.digest}`, found: found.digest, foundBytes: found.sizeBytes },
        });
      }
      // Without this a power cut could leave an empty file under a name that promises verified bytes.
      await syncFile(temporary);
      await rename(temporary, path);
    } catch (thrown) {
      throw asFetchError(thrown, digest);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Drop the files that were not used for longest until the folder fits its bound; also left-overs of killed processes. */
  async #shrink(): Promise<void> {
    const files = await this.#files();
    const oldest = Date.now() - IN_USE_MS;
    let total = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    for (const file of files.sort((a, b) => a.usedMs - b.usedMs)) {
      if (file.usedMs > oldest) return;
      if (total <= this.#maxBytes && isDigest(file.name)) continue;
      await rm(join(this.#folder, file.name), { force: true });
      total -= file.sizeBytes;
    }
  }

  async #files(): Promise<{ readonly name: string; readonly sizeBytes: number; readonly usedMs: number }[]> {
    const names = (await readdir(this.#folder)).filter((name) => isDigest(name) || name.endsWith(".part"));
    const found = await Promise.all(
      names.map((name) =>
        stat(join(this.#folder, name)).then(
          ({ size, mtimeMs }) => [{ name, sizeBytes: size, usedMs: mtimeMs }],
          () => [], // dropped by another process meanwhile
        ),
      ),
    );
    return found.flat();
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asFetchError(thrown: unknown, digest: Digest): SohoaError {
  const known = asSohoaError(thrown, digest);
  if (known.code !== "INTERNAL") return known;
  return new ServiceError({ code: "SVC-STORE", subject: digest, facts: { action: "fetch", ...known.facts }, cause: thrown });
}
