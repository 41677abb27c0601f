/** A bag written straight into one tar file, or into a folder (RFC 8493): payload first, since the manifests need its digests. */
import { createHash } from "node:crypto";
import { IntegrityError } from "../../pipeline/errors.ts";
import { createTar, type TarWriter } from "../tar.ts";
import { type BagInfo, bagInfoText, DECLARATION, type ManifestLine, manifestText } from "./tag-files.ts";

/** One payload file; `path` is below `data/`. */
export interface PayloadFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** What the bytes must be; they are compared while they pass. */
  readonly sha256?: string;
}

/** A small tag file; `path` is from the bag's own folder. */
export interface TagText {
  readonly path: string;
  readonly text: string;
}

/** A bag being written. */
export interface BagWriter {
  /** @throws {IntegrityError} ARC-CHANGED when the bytes are not those of `sha256`. */
  add(file: PayloadFile): Promise<void>;
  addText(path: string, text: string): Promise<void>;
  /**
   * Write information and manifests. Payload-Oxum is added; give no dates, the bag is a function of its content.
   * `seals` makes further tag files of the manifest of the payload.
   */
  finish(info: BagInfo, seals?: (manifest: string) => readonly TagText[]): Promise<void>;
  /** Give up; harmless after `finish`. */
  close(): Promise<void>;
}

/** Begin a bag in a tar file at `tarPath`; every path in it begins with the folder `bagName`. */
export async function createBag(tarPath: string, bagName: string): Promise<BagWriter> {
  return await createBagIn(createTar(tarPath), bagName);
}

/** Begin a bag in anything that takes entries one after the other. */
export async function createBagIn(tar: TarWriter, bagName: string): Promise<BagWriter> {
  const payload: ManifestLine[] = [];
  const tags: ManifestLine[] = [];
  let octets = 0;

  async function addTag(path: string, text: string): Promise<void> {
    const bytes = Buffer.from(text, "utf8");
    tags.push({ path, digest: await addHashed(tar, `${bagName}/${path}`, { path, sizeBytes: bytes.length, content: [bytes] }) });
  }

  async function add(file: PayloadFile): Promise<void> {
    const path = `data/${file.path}`;
    const digest = await addHashed(tar, `${bagName}/${path}`, file);
    if (file.sha256 !== undefined && file.sha256 !== digest)
      throw new IntegrityError({ code: "ARC-CHANGED", facts: { file: file.path, expected: file.sha256, found: digest } });
    payload.push({ path, digest });
    octets += file.sizeBytes;
  }

  await addTag("bagit.txt", DECLARATION);
  return {
    add,
    addText(path, text) {
      const bytes = Buffer.from(text, "utf8");
      return add({ path, sizeBytes: bytes.length, content: [bytes] });
    },
    async finish(info, seals = () => []) {
      await addTag("bag-info.txt", bagInfoText([...info, ["Payload-Oxum", `${octets}.${payload.length}`]]));
      const manifest = manifestText(payload);
      for (const { path, text } of seals(manifest)) await addTag(path, text);
      await addTag("manifest-sha256.txt", manifest);
      const last = Buffer.from(manifestText(tags), "utf8");
      await tar.add({ name: `${bagName}/tagmanifest-sha256.txt`, sizeBytes: last.length }, [last]);
      await tar.finish();
    },
    close: () => tar.close(),
  };
}

async function addHashed(tar: TarWriter, name: string, file: PayloadFile): Promise<string> {
  const hash = createHash("sha256");
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of file.content) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await tar.add({ name, sizeBytes: file.sizeBytes }, hashed());
  return hash.digest("hex");
}
