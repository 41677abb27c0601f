/** An item in a BagIt bag: a folder, or a tar file that is never unpacked by the names in it. */
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { reportOn } from "../../formats/bagit/check.ts";
import { type BagContent, readBag } from "../../formats/bagit/read.ts";
import { readTar } from "../../formats/tar.ts";
import type { CarriedItem, CarriedObject } from "../../pipeline/bring-in-item.ts";
import { BAG_DESCRIPTION, BAG_FOLDER } from "../export-bag.ts";
import { HOLDINGS_FILES } from "../package/holdings-files.ts";
import { WORKING_FOLDER } from "../package/working-texts.ts";
import { type CarriedPackage, refused } from "./carried.ts";
import { readDescriptions, textProblems } from "./read-descriptions.ts";

/** The description inside a package that nobody added anything to. */
const PACKED_DESCRIPTION = "data/history.json";

const WORKING = `${BAG_FOLDER}/${WORKING_FOLDER}/`;

/** Read and check the bag at `path`: every byte of it, twice where something is taken. */
export async function readBagPackage(path: string): Promise<CarriedPackage> {
  const bag = await readBag(path);
  const { problems } = reportOn(bag);
  if (problems.length > 0) return refused(problems);
  const name = bag.files.has(BAG_DESCRIPTION) ? BAG_DESCRIPTION : PACKED_DESCRIPTION;
  const wanted = new Set([name, ...Object.values(HOLDINGS_FILES).map((each) => `${BAG_FOLDER}/${each}`)]);
  const texts = new Map<string, string>();
  const isText = (each: string) => wanted.has(each) || each.startsWith(WORKING);
  for await (const file of filesOf(path, bag, isText)) texts.set(file.name, await readFile(file.path, "utf8"));
  const sizes = new Map([...bag.files.values()].map(({ digests, sizeBytes }) => [digests.get("sha256") ?? "", sizeBytes]));
  const text = texts.get(name);
  const read = readDescriptions(text === undefined ? [] : [{ name, text }], sizes);
  const [description] = read.versions;
  if (read.problems.length > 0 || !description) return refused(read.problems);
  const working = new Map(
    [...texts].filter(([each]) => each.startsWith(WORKING)).map(([each, said]) => [each.slice(WORKING.length), said]),
  );
  const ofTexts = await textProblems(description.item.id, working);
  if (ofTexts.length > 0) return refused(ofTexts);
  const item: CarriedItem = {
    id: description.item.id,
    versions: read.versions,
    texts: working,
    sizes,
    objects: (digests) => objectsOf(path, bag, digests),
  };
  const holdings = [...texts]
    .filter(([each]) => each !== name && !each.startsWith(WORKING))
    .map(([each, said]) => [each.slice(BAG_FOLDER.length + 1), said] as const);
  return { problems: [], items: [item], holdings: new Map(holdings) };
}

async function* objectsOf(path: string, bag: BagContent, wanted: ReadonlySet<string>): AsyncGenerator<CarriedObject> {
  const waiting = new Set(wanted);
  const digestOf = (name: string) => bag.files.get(name)?.digests.get("sha256") ?? "";
  for await (const file of filesOf(path, bag, (name) => waiting.has(digestOf(name)))) {
    const digest = digestOf(file.name);
    waiting.delete(digest);
    yield { digest, sizeBytes: bag.files.get(file.name)?.sizeBytes ?? 0, path: file.path };
  }
}

interface BagFileOnDisk {
  /** From the bag's own folder. */
  readonly name: string;
  readonly path: string;
}

/** Files of a bag that are wanted, each until the next one is asked for. What comes out of a tar bears a name of our own. */
async function* filesOf(path: string, bag: BagContent, isWanted: (name: string) => boolean): AsyncGenerator<BagFileOnDisk> {
  if ((await stat(path)).isDirectory()) {
    for (const name of bag.files.keys()) if (isWanted(name)) yield { name, path: join(path, name) };
    return;
  }
  const scratch = await mkdtemp(join(tmpdir(), "sohoa-import-"));
  try {
    const taken = join(scratch, "object");
    for await (const { name: entry, content } of readTar(path)) {
      const name = entry
        .replace(/^(\.\/)+/, "")
        .split("/")
        .slice(1)
        .join("/");
      if (!isWanted(name)) continue;
      await pipeline(content, createWriteStream(taken));
      yield { name, path: taken };
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
