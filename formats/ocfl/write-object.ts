/**
 * Writes OCFL objects version by version (OCFL 1.1, section 3). A version is made beside the root and appears whole: its folder
 * first, then the inventory of the object, its digest last. What an earlier version stored is named again, never written again.
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { IntegrityError } from "../../pipeline/errors.ts";
import { makeFolderDurably, publishFile, syncFolder, writeSynced } from "../../pipeline/store/durable-file.ts";
import { checkInventory } from "./check-inventory.ts";
import { type Inventory, inventoryText, inventoryType, numberOf, type OcflVersion, sidecarText } from "./inventory.ts";
import { entriesOf, textOf } from "./walk.ts";

const SPEC = "1.1";
const ALGORITHM = "sha512";

/** A file of a version; what is known by its SHA-256 already is not read again. */
export interface VersionFile {
  readonly path: string;
  readonly sha256: string;
  /** A path to the bytes. */
  file(): Promise<string>;
}

/** What a version says of itself. */
export type AboutVersion = Required<Pick<OcflVersion, "created" | "message" | "user">>;

/** Where an object lies, and where versions are made before they are part of it; both in one file system. */
export interface ObjectPlace {
  readonly id: string;
  readonly folder: string;
  readonly incoming: string;
}

/**
 * The inventory of an object as it is, undefined where there is none yet. Puts right what an interrupted writing left: a version
 * that the inventory does not know is not part of the object, and a missing digest is that of the inventory of its newest version.
 * @throws {IntegrityError} OCFL-DAMAGED when the inventory is not what this program would have written.
 */
export async function openObject({ folder, id, incoming }: ObjectPlace): Promise<Inventory | undefined> {
  const text = await textOf(join(folder, "inventory.json"));
  if (text === undefined) return undefined;
  const { inventory } = checkInventory(text, folder, SPEC);
  if (!inventory || inventory.id !== id || inventory.digestAlgorithm !== ALGORITHM) throw damaged(id, "inventory.json");
  const sidecar = sidecarText(createHash(ALGORITHM).update(text).digest("hex"));
  if ((await textOf(join(folder, `inventory.json.${ALGORITHM}`))) !== sidecar) {
    const newest = await textOf(join(folder, inventory.head, "inventory.json"));
    if (newest !== text) throw damaged(id, `inventory.json.${ALGORITHM}`);
    await publishText(folder, `inventory.json.${ALGORITHM}`, sidecar, incoming);
    await rm(incoming, { recursive: true, force: true });
  }
  for (const { name, kind } of await entriesOf(folder)) {
    if (kind !== "folder" || !/^v\d+$/.test(name) || inventory.versions[name] !== undefined) continue;
    await rm(join(folder, name), { recursive: true });
  }
  return inventory;
}

/** Add a version with these files. @returns the new inventory. @throws {IntegrityError} OCFL-CHANGED when bytes are not those of `sha256`. */
export async function addVersion(
  place: ObjectPlace,
  before: Inventory | undefined,
  about: AboutVersion,
  files: AsyncIterable<VersionFile>,
): Promise<Inventory> {
  const head = `v${before ? numberOf(before.head) + 1 : 1}`;
  await rm(place.incoming, { recursive: true, force: true });
  await mkdir(place.incoming, { recursive: true });
  try {
    const version = new NewVersion(place, head, before);
    for await (const file of files) await version.add(file);
    const inventory = version.inventory(place.id, about);
    await publish(place, inventory, before === undefined);
    return inventory;
  } finally {
    await rm(place.incoming, { recursive: true, force: true });
  }
}

/** One version on its way: what is stored anew, and what is only named. */
class NewVersion {
  readonly #place: ObjectPlace;
  readonly #head: string;
  readonly #before: Inventory | undefined;
  readonly #manifest: Map<string, readonly string[]>;
  readonly #bySha256: Map<string, string>;
  readonly #sha256Paths: Map<string, readonly string[]>;
  readonly #state = new Map<string, string[]>();

  constructor(place: ObjectPlace, head: string, before: Inventory | undefined) {
    this.#place = place;
    this.#head = head;
    this.#before = before;
    this.#manifest = new Map(Object.entries(before?.manifest ?? {}));
    this.#sha256Paths = new Map(Object.entries(before?.fixity?.["sha256"] ?? {}));
    const byPath = new Map([...this.#manifest].flatMap(([digest, paths]) => paths.map((path) => [path, digest] as const)));
    this.#bySha256 = new Map(
      [...this.#sha256Paths].flatMap(([sha256, [path = ""]]) => {
        const digest = byPath.get(path);
        return digest === undefined ? [] : [[sha256, digest] as const];
      }),
    );
  }

  async add(file: VersionFile): Promise<void> {
    const digest = this.#bySha256.get(file.sha256) ?? (await this.#store(file));
    this.#state.set(digest, [...(this.#state.get(digest) ?? []), file.path]);
  }

  async #store({ path, sha256, file }: VersionFile): Promise<string> {
    const target = join(this.#place.incoming, this.#head, "content", path);
    await mkdir(dirname(target), { recursive: true });
    const hashes = { sha256: createHash("sha256"), sha512: createHash(ALGORITHM) };
    async function* hashed(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        hashes.sha256.update(chunk);
        hashes.sha512.update(chunk);
        yield chunk;
      }
    }
    await pipeline(
      createReadStream(await file(), { highWaterMark: 1 << 20 }),
      hashed,
      createWriteStream(target, { flags: "wx" }),
    );
    await syncFile(target);
    const found = hashes.sha256.digest("hex");
    if (found !== sha256) throw new IntegrityError({ code: "OCFL-CHANGED", facts: { file: path, expected: sha256, found } });
    const digest = hashes.sha512.digest("hex");
    const contentPath = `${this.#head}/content/${path}`;
    this.#manifest.set(digest, [contentPath]);
    this.#sha256Paths.set(sha256, [contentPath]);
    this.#bySha256.set(sha256, digest);
    return digest;
  }

  inventory(id: string, about: AboutVersion): Inventory {
    const version: OcflVersion = { ...about, state: Object.fromEntries(this.#state) };
    return {
      id,
      type: inventoryType(SPEC),
      digestAlgorithm: ALGORITHM,
      head: this.#head,
      manifest: Object.fromEntries(this.#manifest),
      versions: { ...this.#before?.versions, [this.#head]: version },
      fixity: { sha256: Object.fromEntries(this.#sha256Paths) },
    };
  }
}

async function publish({ folder, incoming }: ObjectPlace, inventory: Inventory, isNew: boolean): Promise<void> {
  const text = inventoryText(inventory);
  const sidecar = sidecarText(createHash(ALGORITHM).update(text).digest("hex"));
  const staged = join(incoming, inventory.head);
  await mkdir(staged, { recursive: true });
  for (const place of isNew ? [staged, incoming] : [staged]) {
    await writeSynced(join(place, "inventory.json"), text);
    await writeSynced(join(place, `inventory.json.${ALGORITHM}`), sidecar);
  }
  if (isNew) {
    await writeSynced(join(incoming, `0=ocfl_object_${SPEC}`), `ocfl_object_${SPEC}\n`);
    await makeFolderDurably(dirname(folder));
    await rename(incoming, folder);
    await syncFolder(dirname(folder));
    return;
  }
  await rename(staged, join(folder, inventory.head));
  await syncFolder(folder);
  await publishText(folder, "inventory.json", text, incoming);
  await publishText(folder, `inventory.json.${ALGORITHM}`, sidecar, incoming);
}

async function publishText(folder: string, name: string, text: string, through: string): Promise<void> {
  await mkdir(through, { recursive: true });
  const temporary = join(through, `${name}.part`);
  await rm(temporary, { force: true });
  await writeSynced(temporary, text);
  await publishFile(temporary, join(folder, name));
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r");
  await handle.sync().finally(() => handle.close());
}

function damaged(id: string, file: string): IntegrityError {
  return new IntegrityError({ code: "OCFL-DAMAGED", subject: id, facts: { file } });
}
