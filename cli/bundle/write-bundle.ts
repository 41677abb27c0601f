/** Writes a bundle: one stream of texts and objects, cut into parts, each part durable before the next; the signed list last. */
import { createHash, type KeyObject } from "node:crypto";
import { rename } from "node:fs/promises";
import { Writable } from "node:stream";
import { type BagWriter, createBagIn } from "../../formats/bagit/write.ts";
import { createTar, type TarWriter } from "../../formats/tar.ts";
import type { Artifact } from "../../pipeline/artifact.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { IntegrityError } from "../../pipeline/errors.ts";
import { objectKey } from "../../pipeline/store/key.ts";
import { publicPem, signText } from "../backup/signing-key.ts";
import type { Services } from "../compose.ts";
import { bagFolder } from "./bag-folder.ts";
import { type BundleContents, CONTENTS, partName, REGISTER_ENTRY, SIGNATURE, signedText } from "./bundle-file.ts";
import type { BundledItem } from "./bundled-item.ts";

/** What to write, and where. */
export interface NewBundle {
  readonly items: readonly BundledItem[];
  readonly contents: BundleContents;
  /** A folder, or a tar file by its name. */
  readonly to: string;
  readonly key: KeyObject;
  readonly onPart: (parts: number) => void;
  readonly signal: AbortSignal;
}

/** The name of the bag in a tar file. */
const BAG = "bundle";

/** Write it. In a folder, parts that are there with the same bytes stay. @returns the number of parts and of bytes in them */
export async function writeBundle(
  services: Pick<Services, "store" | "onPoint">,
  bundle: NewBundle,
): Promise<{ readonly parts: number; readonly sizeBytes: number }> {
  const isFile = bundle.to.endsWith(".tar");
  const target = isFile ? createTar(`${bundle.to}.part`) : await bagFolder(bundle.to);
  const bag = await createBagIn(target, BAG);
  const parts = new Parts(bag, bundle.contents.partBytes, (number) => {
    services.onPoint("bundle-part");
    bundle.onPart(number);
  });
  const tar = createTar(parts);
  try {
    for (const { texts } of bundle.items) for (const [key, text] of texts) await addText(tar, key, text);
    const register = bundle.items.map((item) => item.register).join("");
    if (register !== "") await addText(tar, REGISTER_ENTRY, register);
    for (const artifact of objectsOf(bundle.items)) {
      bundle.signal.throwIfAborted();
      await tar.add({ name: objectKey(artifact.digest), sizeBytes: artifact.sizeBytes }, proved(services, artifact));
    }
    await tar.finish();
    await bag.finish([["Bag-Software-Agent", bundle.contents.program]], (manifest) => seals(bundle, manifest));
  } finally {
    await tar.close();
    await bag.close();
  }
  if (isFile) await rename(`${bundle.to}.part`, bundle.to);
  return { parts: parts.count, sizeBytes: parts.sizeBytes };
}

function seals({ contents, key }: NewBundle, manifest: string) {
  const told = canonicalJson(contents);
  const signature = { publicKey: publicPem(key), signature: signText(signedText(told, manifest), key) };
  return [
    { path: CONTENTS, text: told },
    { path: SIGNATURE, text: canonicalJson(signature) },
  ];
}

/** Each object once, however many items have it. */
function objectsOf(items: readonly BundledItem[]): Iterable<Artifact> {
  return new Map(items.flatMap(({ objects }) => objects.map((each) => [each.digest, each] as const))).values();
}

async function addText(tar: TarWriter, name: string, text: string): Promise<void> {
  const bytes = Buffer.from(text, "utf8");
  await tar.add({ name, sizeBytes: bytes.length }, [bytes]);
}

/** Nothing damaged leaves the house. @throws {IntegrityError} FIX-MISMATCH */
async function* proved({ store }: Pick<Services, "store">, { digest }: Artifact): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of (await store.open(digest)) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") !== digest)
    throw new IntegrityError({ code: "FIX-MISMATCH", subject: digest, facts: { subject: digest, copy: "store" } });
}

/** Cuts a stream into parts; one part is held in memory. */
class Parts extends Writable {
  count = 0;
  sizeBytes = 0;
  readonly #bag: BagWriter;
  readonly #partBytes: number;
  readonly #onPart: (number: number) => void;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(bag: BagWriter, partBytes: number, onPart: (number: number) => void) {
    super();
    this.#bag = bag;
    this.#partBytes = partBytes;
    this.#onPart = onPart;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    this.#take(chunk).then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    (this.#heldBytes > 0 ? this.#put() : Promise.resolve()).then(() => done(), done);
  }

  async #take(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (this.#heldBytes + rest.length >= this.#partBytes) {
      const room = this.#partBytes - this.#heldBytes;
      this.#hold(rest.subarray(0, room));
      rest = rest.subarray(room);
      await this.#put();
    }
    if (rest.length > 0) this.#hold(rest);
  }

  #hold(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  async #put(): Promise<void> {
    const [content, sizeBytes] = [this.#held, this.#heldBytes];
    this.#held = [];
    this.#heldBytes = 0;
    this.count += 1;
    this.sizeBytes += sizeBytes;
    await this.#bag.add({ path: partName(this.count), sizeBytes, content });
    this.#onPart(this.count);
  }
}
