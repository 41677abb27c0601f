/**
 * The named texts of a folder store: `items/<item>/v<N>.json`, each with a sidecar `.sha256`.
 * The text is published by a hard link, which fails if the name is taken: of two writers exactly one wins. The sidecar
 * comes last and only from a writer whose text is the one there; a writer killed in between completes it when it tries again.
 */
import { link, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { digestOfText } from "../derive.ts";
import { IntegrityError } from "../errors.ts";
import { makeFolderDurably, publishFile, syncFolder, writeSynced } from "./durable-file.ts";
import { isNamedKey, NAMED_PREFIXES, namedKey, sidecarText } from "./key.ts";
import type { NamedKey } from "./store.ts";
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
  async put(key: NamedKey, text: string): Promise<void> {
    const path = join(this.#root, namedKey(key));
    const found = await read(path);
    if (found === undefined) await this.#publish(path, text);
    const kept = await read(path);
    if (kept !== text) {
      const code = found === undefined && kept === undefined ? "STORE-LIED" : "STORE-EXISTS";
      throw new IntegrityError({ code, subject: key });
    }
    const sidecar = sidecarText(key, digestOfText(text));
    if ((await read(`${path}.sha256`)) === sidecar) return syncFolder(dirname(path));
    await this.#written(sidecar, (temporary) => publishFile(temporary, `${path}.sha256`));
  }

  /** The text, compared with its sidecar when that is there. @throws {IntegrityError} STORE-LIED when they differ. */
  async get(key: NamedKey): Promise<string | undefined> {
    const path = join(this.#root, namedKey(key));
    const text = await read(path);
    if (text === undefined) return undefined;
    const sidecar = await read(`${path}.sha256`);
    if (sidecar !== undefined && sidecar !== sidecarText(key, digestOfText(text))) {
      throw new IntegrityError({
        code: "STORE-LIED",
        subject: key,
        facts: { detail: "the text does not match its .sha256 file" },
      });
    }
    return text;
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

  async #publish(path: string, text: string): Promise<void> {
    await makeFolderDurably(dirname(path));
    await this.#written(text, async (temporary) => {
      await claimName(temporary, path);
      await syncFolder(dirname(path));
    });
  }

  /** Do something with a temporary file that holds the text durably; whatever happens, it is gone afterwards. */
  async #written(text: string, use: (temporary: string) => Promise<void>): Promise<void> {
    const temporary = join(this.#incoming, temporaryName());
    try {
      await writeSynced(temporary, text);
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
    if ((await read(path)) === undefined) await publishFile(temporary, path);
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw thrown;
  }
}

function none(thrown: NodeJS.ErrnoException): string[] {
  if (thrown.code === "ENOENT" || thrown.code === "ENOTDIR") return [];
  throw thrown;
}
