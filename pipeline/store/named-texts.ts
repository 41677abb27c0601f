/**
 * The named texts of a folder store: `items/<item>/v<N>.json`, each with a sidecar `.sha256`.
 * The text is published by a hard link, which fails if the name is taken: of two writers exactly one wins. The sidecar
 * comes last and only from a writer whose text is the one there; a writer killed in between completes it when it tries again.
 */
import { link, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Digest } from "../artifact.ts";
import { digestOfText } from "../derive.ts";
import { digestFile } from "../digest-file.ts";
import { IntegrityError } from "../errors.ts";
import { copyVerified } from "./copy-verified.ts";
import { makeFolderDurably, publishFile, syncFolder, writeSynced } from "./durable-file.ts";
import { isNamedKey, NAMED_PREFIXES, namedKey, sidecarText } from "./key.ts";
import type { NamedFile, NamedKey } from "./store.ts";
import { temporaryName } from "./temporary.ts";

/** Named texts below `root`; temporary files are made in `incoming`, which is in the same file system. */
export class NamedTexts {
  readonly #root: string;
  readonly #incoming: string;

  constructor(root: string, incoming: string) {
    this.#root = root;
    this.#incoming = incoming;
  }

  /** Write once. @throws {IntegrityError} STORE-EXISTS when other text has the key, STORE-LIED when it reads back differently. */
  async put(key: NamedKey, text: string | NamedFile, signal: AbortSignal): Promise<void> {
    const path = join(this.#root, namedKey(key));
    const digest = typeof text === "string" ? digestOfText(text) : text.digest;
    const found = await digestOf(path);
    if (found === undefined) await this.#publish(path, text, signal);
    const kept = await digestOf(path);
    if (kept !== digest) {
      const code = found === undefined && kept === undefined ? "STORE-LIED" : "STORE-EXISTS";
      throw new IntegrityError({ code, subject: key });
    }
    const sidecar = sidecarText(key, digest);
    if ((await read(`${path}.sha256`)) === sidecar) return syncFolder(dirname(path));
    await this.#written(
      (temporary) => writeSynced(temporary, sidecar),
      (temporary) => publishFile(temporary, `${path}.sha256`),
    );
  }

  /** What the text weighs, or undefined when it is not there. */
  async sizeOf(key: NamedKey): Promise<number | undefined> {
    return await unlessAbsent(stat(join(this.#root, namedKey(key)))).then((found) => found?.size);
  }

  /** As `get`, holding nothing of the text. @throws {IntegrityError} STORE-LIED */
  async prove(key: NamedKey): Promise<boolean> {
    const path = join(this.#root, namedKey(key));
    const digest = await digestOf(path);
    if (digest === undefined) return false;
    await this.#requireSidecar(key, digest);
    return true;
  }

  /** The text, compared with its sidecar when that is there. @throws {IntegrityError} STORE-LIED when they differ. */
  async get(key: NamedKey): Promise<string | undefined> {
    const path = join(this.#root, namedKey(key));
    const text = await read(path);
    if (text === undefined) return undefined;
    await this.#requireSidecar(key, digestOfText(text));
    return text;
  }

  async #requireSidecar(key: NamedKey, digest: Digest): Promise<void> {
    const sidecar = await read(join(this.#root, `${key}.sha256`));
    if (sidecar === undefined || sidecar === sidecarText(key, digest)) return;
    throw new IntegrityError({
      code: "STORE-LIED",
      subject: key,
      facts: { detail: "the text does not match its .sha256 file" },
    });
  }

  /** Keys beginning with `prefix`, in order of their characters (so `v10` comes before `v2`). */
  async list(prefix: string): Promise<readonly NamedKey[]> {
    const items = await readdir(join(this.#root, "items")).catch(none);
    const keys: NamedKey[] = [];
    for (const item of items) {
      const folder = `items/${item}/`;
      if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) continue;
      for (const name of await readdir(join(this.#root, "items", item)).catch(none)) keys.push(folder + name);
    }
    for (const folder of NAMED_PREFIXES.filter((each) => each !== "items/")) {
      if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) continue;
      for (const name of await readdir(join(this.#root, folder)).catch(none)) keys.push(folder + name);
    }
    return keys.filter((key) => isNamedKey(key) && key.startsWith(prefix)).sort();
  }

  async #publish(path: string, text: string | NamedFile, signal: AbortSignal): Promise<void> {
    await makeFolderDurably(dirname(path));
    await this.#written(
      (temporary) => (typeof text === "string" ? writeSynced(temporary, text) : copyVerified(text.path, temporary, text, signal)),
      async (temporary) => {
        await claimName(temporary, path);
        await syncFolder(dirname(path));
      },
    );
  }

  /** Do something with a temporary file that was written durably; whatever happens, it is gone afterwards. */
  async #written(write: (temporary: string) => Promise<void>, use: (temporary: string) => Promise<void>): Promise<void> {
    const temporary = join(this.#incoming, temporaryName());
    try {
      await write(temporary);
      await use(temporary);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

/** Give the text its name unless the name is taken. */
async function claimName(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === "EEXIST") return;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw thrown;
    // exFAT sticks and some network shares know no hard links. There two writers in the same instant could both succeed.
    if ((await unlessAbsent(stat(path))) === undefined) await publishFile(temporary, path);
  }
}

const read = (path: string): Promise<string | undefined> => unlessAbsent(readFile(path, "utf8"));

const digestOf = async (path: string): Promise<Digest | undefined> => (await unlessAbsent(digestFile(path)))?.digest;

async function unlessAbsent<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw thrown;
  }
}

function none(thrown: NodeJS.ErrnoException): string[] {
  if (thrown.code === "ENOENT" || thrown.code === "ENOTDIR") return [];
  throw thrown;
}
