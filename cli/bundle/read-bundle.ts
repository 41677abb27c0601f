/** Reads a bundle with distrust: every part against the list, the list against its signature, then what the parts hold. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { reportOn } from "../../formats/bagit/check.ts";
import { type BagContent, readBag } from "../../formats/bagit/read.ts";
import { type ReadEntry, readTar } from "../../formats/tar.ts";
import type { CarriedObject } from "../../pipeline/bring-in-item.ts";
import { objectKey } from "../../pipeline/store/key.ts";
import { fingerprint, isSigned } from "../backup/signing-key.ts";
import type { ImportProblem } from "../import/carried.ts";
import { type BundleContents, CONTENTS, contentsSchema, isPart, SIGNATURE, signatureSchema, signedText } from "./bundle-file.ts";

/** Who vouches for the list of digests; without a key nobody does. */
export interface Signer {
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** A bundle whose parts were all read. With any problem nothing may be taken of it. */
export interface ReadBundle {
  readonly path: string;
  readonly bag: BagContent;
  readonly problems: readonly ImportProblem[];
  /** Parts that have not arrived, or not whole: to be copied again. */
  readonly wanted: readonly string[];
  readonly contents: BundleContents | undefined;
  readonly signer: Signer | undefined;
}

const LARGEST_TEXT_BYTES = 256 * 2 ** 20;
const LISTS = /^(tag)?manifest-/;

/** Read and check all parts and lists. */
export async function readBundle(path: string): Promise<ReadBundle> {
  const bag = await readBag(path);
  const isFinished = bag.files.has(CONTENTS) && [...bag.texts.keys()].filter((name) => LISTS.test(name)).length >= 2;
  const nothing = { path, bag, wanted: [], contents: undefined, signer: undefined };
  if (!isFinished) return { ...nothing, problems: [{ code: "BUNDLE-UNFINISHED", facts: { subject: path } }] };
  const problems: ImportProblem[] = [];
  const wanted: string[] = [];
  for (const { code, facts } of reportOn(bag).problems) {
    const file = String(facts["file"] ?? "");
    const isBroken = isPart(file) && (code === "BAG-DIGEST" || code === "BAG-MISSING");
    if (isBroken) wanted.push(file);
    // The sum of all bytes says nothing that the parts do not say better.
    else if (code !== "BAG-OXUM" || wanted.length === 0) problems.push({ code, facts });
  }
  const parts = wanted.sort().map((file) => ({ code: "BUNDLE-PART", facts: { file, path } }));
  const told = await readLists(path, bag);
  const all = [...parts, ...problems.filter(({ code }) => code !== "BAG-OXUM" || parts.length === 0), ...told.problems];
  return { path, bag, problems: all, wanted, contents: told.contents, signer: told.signer };
}

async function readLists(path: string, bag: BagContent) {
  const texts = await tagTexts(path, bag);
  const [told = "", signed] = [texts.get(CONTENTS), texts.get(SIGNATURE)];
  const contents = read(told, contentsSchema);
  if (!contents)
    return { problems: [{ code: "BUNDLE-FOREIGN", facts: { subject: path } }], contents: undefined, signer: undefined };
  if (signed === undefined) return { problems: [], contents, signer: undefined };
  const { publicKey = "", signature = "" } = read(signed, signatureSchema) ?? {};
  const isOf = isSigned(signedText(told, bag.texts.get("manifest-sha256.txt") ?? ""), signature, publicKey);
  if (!isOf) return { problems: [{ code: "BUNDLE-SIGNATURE", facts: { subject: path } }], contents, signer: undefined };
  return { problems: [], contents, signer: { publicKey, fingerprint: fingerprint(publicKey) } };
}

function read<T>(text: string, schema: { safeParse(value: unknown): { readonly data?: T | undefined } }): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function tagTexts(path: string, bag: BagContent): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const isText = (name: string) => name === CONTENTS || name === SIGNATURE;
  if ((await stat(path)).isDirectory()) {
    for (const name of bag.files.keys()) if (isText(name)) texts.set(name, await readFile(join(path, name), "utf8"));
    return texts;
  }
  for await (const entry of readTar(path)) {
    const name = entry.name.slice(entry.name.indexOf("/") + 1);
    if (isText(name)) texts.set(name, await textOf(entry));
  }
  return texts;
}

/** What the parts hold. */
export interface Unpacked {
  readonly problems: readonly ImportProblem[];
  /** Texts by their names in the store. */
  readonly texts: ReadonlyMap<string, string>;
  /** Sizes of the objects, by digest. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Read the joined parts once: texts, and that every object is what its name says. */
export async function unpack({ path, bag }: ReadBundle): Promise<Unpacked> {
  const problems: ImportProblem[] = [];
  const found = { texts: new Map<string, string>(), sizes: new Map<string, number>() };
  try {
    for await (const entry of readTar(joined(path, bag))) problems.push(...(await take(entry, found)));
  } catch (error) {
    problems.push({ code: "BAG-UNREADABLE", facts: { detail: error instanceof Error ? error.message : String(error) } });
  }
  return { problems, ...found };
}

async function take(
  entry: ReadEntry,
  { texts, sizes }: { readonly texts: Map<string, string>; readonly sizes: Map<string, number> },
): Promise<readonly ImportProblem[]> {
  const { name, sizeBytes, type } = entry;
  const digest = digestIn(name);
  if (type !== "file" || texts.has(name) || (digest !== undefined && sizes.has(digest))) return [strange(name)];
  if (digest !== undefined) {
    if ((await hashOf(entry)) !== digest) return [{ code: "BUNDLE-OBJECT", facts: { digest } }];
    sizes.set(digest, sizeBytes);
    return [];
  }
  if (!/^(items|holdings)\//.test(name) || sizeBytes > LARGEST_TEXT_BYTES) return [strange(name)];
  texts.set(name, await textOf(entry));
  return [];
}

function strange(name: string): ImportProblem {
  return { code: "BUNDLE-ENTRY", facts: { name: name.slice(0, 100) } };
}

/** The objects that are wanted, each until the next one is asked for, in one pass over the parts. */
export async function* objectsIn({ path, bag }: ReadBundle, wanted: ReadonlySet<string>): AsyncGenerator<CarriedObject> {
  const waiting = new Set(wanted);
  if (waiting.size === 0) return;
  const scratch = await mkdtemp(join(tmpdir(), "sohoa-bundle-"));
  try {
    const taken = join(scratch, "object");
    for await (const { name, sizeBytes, content } of readTar(joined(path, bag))) {
      const digest = digestIn(name);
      if (digest === undefined || !waiting.delete(digest)) continue;
      await pipeline(content, createWriteStream(taken));
      yield { digest, sizeBytes, path: taken };
      if (waiting.size === 0) return;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The bytes of all parts in order. */
async function* joined(path: string, bag: BagContent): AsyncGenerator<Buffer> {
  if (!(await stat(path)).isDirectory()) {
    for await (const { name, content } of readTar(path)) if (isPart(name.slice(name.indexOf("/") + 1))) yield* content;
    return;
  }
  const parts = [...bag.files.keys()].filter(isPart).sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
  for (const part of parts) yield* createReadStream(join(path, part)) as AsyncIterable<Buffer>;
}

function digestIn(name: string): string | undefined {
  const digest = /^objects\/[0-9a-f]{2}\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(name)?.[1];
  return digest !== undefined && name === objectKey(digest) ? digest : undefined;
}

async function hashOf({ content }: ReadEntry): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of content) hash.update(chunk);
  return hash.digest("hex");
}

async function textOf({ content }: Pick<ReadEntry, "content">): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
