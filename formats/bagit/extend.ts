/** A bag with more tag files: the payload passes as it is, and only the list of tag files grows (RFC 8493, 2.2.4). */
import { createHash } from "node:crypto";
import { createTar, readTar } from "../tar.ts";
import { type ManifestLine, manifestText, parseManifest } from "./tag-files.ts";

/** A tag file to be added; `path` is from the bag's own folder. */
export interface AddedTag {
  readonly path: string;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const TAG_MANIFEST = "tagmanifest-sha256.txt";

/** Copy the bag in the tar file `from` to `to`, with these tag files. Bytes are streamed; equal tags give equal bytes. */
export async function extendBag(from: string, to: string, tags: AsyncIterable<AddedTag>): Promise<void> {
  const tar = createTar(to);
  try {
    let bagName = "";
    let known: readonly ManifestLine[] = [];
    for await (const { name, sizeBytes, content } of readTar(from)) {
      bagName ||= name.slice(0, name.indexOf("/"));
      if (name === `${bagName}/${TAG_MANIFEST}`) known = parseManifest(await textOf(content)).lines;
      else await tar.add({ name, sizeBytes }, content);
    }
    const added: ManifestLine[] = [];
    for await (const { path, sizeBytes, content } of tags) {
      const hash = createHash("sha256");
      await tar.add({ name: `${bagName}/${path}`, sizeBytes }, hashed(content, hash));
      added.push({ path, digest: hash.digest("hex") });
    }
    const last = Buffer.from(manifestText([...known, ...added]), "utf8");
    await tar.add({ name: `${bagName}/${TAG_MANIFEST}`, sizeBytes: last.length }, [last]);
    await tar.finish();
  } finally {
    await tar.close();
  }
}

async function* hashed(content: AddedTag["content"], hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
