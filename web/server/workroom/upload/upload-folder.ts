/**
 * Where uploads wait: `<home>/uploads/<id>/upload.json`, unfinished files under their number in `parts`, whole and proven ones under
 * their own name in `batch`. What is on the disk is the truth; nothing is remembered beside it.
 */
import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Announced, isSent, type Upload, uploadSchema } from "./upload.ts";

const ID = /^u[0-9a-f]{16}$/;

/** How far the file is. */
export interface Arrived {
  readonly receivedBytes: number;
  /** All of it came, and its bytes are those that the sender has. */
  readonly isWhole: boolean;
}

/** A new identifier; it cannot be guessed. */
export const newUploadId = (): string => `u${randomBytes(8).toString("hex")}`;

/** The uploads of a library. */
export class UploadFolder {
  readonly #root: string;

  constructor(home: string) {
    this.#root = join(home, "uploads");
  }

  /** Keep an upload; the file is there whole or as it was before. */
  async write(upload: Upload): Promise<void> {
    const folder = this.#of(upload.id);
    await mkdir(join(folder, "parts"), { recursive: true });
    await mkdir(join(folder, "batch"), { recursive: true });
    const temporary = join(folder, `upload.${randomBytes(4).toString("hex")}.tmp`);
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(JSON.stringify(upload));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, "upload.json"));
  }

  /** The upload of this id. Any text may be given. */
  async read(id: string): Promise<Upload | undefined> {
    if (!ID.test(id)) return undefined;
    const text = await readFile(join(this.#of(id), "upload.json"), "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    return uploadSchema.safeParse(JSON.parse(text)).data;
  }

  /** All uploads, the newest first. */
  async all(): Promise<readonly Upload[]> {
    const names = await readdir(this.#root).catch(() => []);
    const uploads = await Promise.all(names.map((name) => this.read(name)));
    return uploads.filter((each) => each !== undefined).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** How far each file is, in the order of the upload. */
  async arrived(upload: Upload): Promise<readonly Arrived[]> {
    const sizeOf = (path: string): Promise<number | undefined> =>
      stat(path).then(
        ({ size }) => size,
        () => undefined,
      );
    const found: Arrived[] = [];
    for (const [at, file] of upload.files.entries()) {
      const whole = isSent(file) ? await sizeOf(this.wholePath(upload.id, file)) : undefined;
      const receivedBytes = whole ?? (isSent(file) ? ((await sizeOf(this.partPath(upload.id, at))) ?? 0) : 0);
      found.push({ receivedBytes, isWhole: whole === file.sizeBytes && whole !== undefined });
    }
    return found;
  }

  /** Where the bytes of an unfinished file are. */
  partPath(id: string, at: number): string {
    return join(this.#of(id), "parts", String(at));
  }

  /** Where a whole file is. Its name was found to be one step of a path. */
  wholePath(id: string, { name }: Announced): string {
    return join(this.batchFolder(id), name);
  }

  batchFolder(id: string): string {
    return join(this.#of(id), "batch");
  }

  scratchFolder(id: string): string {
    return join(this.#of(id), "scratch");
  }

  /** Forget the bytes; what became of the upload stays to be read. */
  async dropBytes(id: string): Promise<void> {
    for (const name of ["parts", "batch", "scratch"]) await rm(join(this.#of(id), name), { recursive: true, force: true });
  }

  async drop(id: string): Promise<void> {
    await rm(this.#of(id), { recursive: true, force: true });
  }

  #of(id: string): string {
    if (!ID.test(id)) throw new TypeError("no identifier of an upload");
    return join(this.#root, id);
  }
}
