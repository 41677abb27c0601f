/** `sohoa bundle copy`: a bundle to another disk, part by part; what is there and whole is not copied again. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseManifest } from "../../formats/bagit/tag-files.ts";
import { InputError } from "../../pipeline/errors.ts";
import { publishFile } from "../../pipeline/store/durable-file.ts";
import type { Context } from "../command.ts";
import type { ErrorLine, Outcome } from "../print.ts";
import { isPart } from "./bundle-file.ts";

const TAG_MANIFEST = "tagmanifest-sha256.txt";
const MANIFEST = "manifest-sha256.txt";

/** Copy; parts that are damaged in `from` are named and left out. The lists are copied last. */
export async function copyBundle(context: Context, from: string, to: string): Promise<Outcome> {
  const [source, target] = [resolve(from), resolve(to)];
  const read = (name: string) => readFile(join(source, name), "utf8").catch(() => undefined);
  const [manifest, tags] = [await read(MANIFEST), await read(TAG_MANIFEST)];
  if (manifest === undefined || tags === undefined) throw new InputError({ code: "BUNDLE-UNFINISHED", subject: from });
  const errors: ErrorLine[] = [];
  const counts = { parts: 0, copied: 0, there: 0, damaged: 0 };
  for (const { path, digest } of [...parseManifest(manifest).lines, ...parseManifest(tags).lines]) {
    context.signal.throwIfAborted();
    if (isPart(path)) counts.parts += 1;
    // What the list names must not lead out of the folder.
    if (path.split("/").includes("..") || path.startsWith("/")) throw new InputError({ code: "BUNDLE-FOREIGN", subject: from });
    const outcome = await copyFile(join(source, path), join(target, path), digest);
    counts[outcome] += 1;
    if (outcome === "damaged") errors.push({ code: "BUNDLE-PART", path, facts: { file: path, path: from } });
  }
  if (errors.length === 0) await put(join(target, TAG_MANIFEST), Buffer.from(tags));
  return {
    ...(errors.length > 0 ? { exit: "partial" as const } : {}),
    counts,
    errors,
    text: [
      context.say("bundle.copied", { ...counts, to }),
      ...errors.map(
        ({ code, facts }) => `  ${context.printer.mark("bad")} ${context.messages.failure(code, facts ?? {}).message}`,
      ),
    ],
  };
}

async function copyFile(from: string, to: string, digest: string): Promise<"copied" | "there" | "damaged"> {
  if ((await digestOf(to)) === digest) return "there";
  const bytes = await readFile(from).catch(() => undefined);
  if (!bytes || createHash("sha256").update(bytes).digest("hex") !== digest) return "damaged";
  await put(to, bytes);
  // A disk may lie: what it says it has is read again.
  return (await digestOf(to)) === digest ? "copied" : "damaged";
}

async function put(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(`${path}.part`, "w");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await publishFile(`${path}.part`, path);
}

async function digestOf(path: string): Promise<string | undefined> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return undefined;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
