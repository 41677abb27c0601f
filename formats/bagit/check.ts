/** Whether a bag is complete and valid (RFC 8493, section 3). All problems are collected; nothing is repaired. */
import { type BagContent, type BagProblem, readBag } from "./read.ts";
import { type BagInfo, type ManifestLine, parseBagInfo, parseManifest } from "./tag-files.ts";

/** The result; a check that saw no payload is never valid. */
export interface BagReport {
  readonly isValid: boolean;
  readonly payloadFiles: number;
  readonly payloadBytes: number;
  readonly info: BagInfo;
  readonly problems: readonly BagProblem[];
}

/** Check the bag at `path`: its folder, or a tar file that holds exactly one bag. Reads every byte. */
export async function checkBag(path: string): Promise<BagReport> {
  const bag = await readBag(path);
  const info = parseBagInfo(bag.texts.get("bag-info.txt") ?? "");
  const payload = [...bag.files].filter(([name]) => name.startsWith("data/"));
  const payloadBytes = payload.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  const problems = [
    ...bag.problems,
    ...declarationProblems(bag),
    ...manifestProblems(bag),
    ...oxumProblems(info, payloadBytes, payload.length),
    ...(payload.length === 0 ? [{ code: "BAG-EMPTY", facts: {} }] : []),
    ...(bag.texts.has("fetch.txt") ? [{ code: "BAG-FETCH", facts: {} }] : []),
  ];
  return { isValid: problems.length === 0, payloadFiles: payload.length, payloadBytes, info, problems };
}

function declarationProblems(bag: BagContent): readonly BagProblem[] {
  const text = bag.texts.get("bagit.txt");
  const isGood = text !== undefined && /^BagIt-Version: (0\.97|1\.0)\r?\nTag-File-Character-Encoding: UTF-8\r?\n?$/.test(text);
  return isGood ? [] : [{ code: "BAG-DECLARATION", facts: {} }];
}

function manifestProblems(bag: BagContent): readonly BagProblem[] {
  const manifests = [...bag.texts].filter(([name]) => /^(tag)?manifest-[a-z0-9]+\.txt$/.test(name));
  const problems: BagProblem[] = manifests.flatMap(([name, text]) => oneManifest(bag, name, text));
  if (!manifests.some(([name]) => name.startsWith("manifest-"))) problems.push({ code: "BAG-NOMANIFEST", facts: {} });
  return problems;
}

function oneManifest(bag: BagContent, name: string, text: string): readonly BagProblem[] {
  const algorithm = /-([a-z0-9]+)\.txt$/.exec(name)?.[1] ?? "";
  const { lines, brokenLines } = parseManifest(text);
  const problems: BagProblem[] = brokenLines.map((line) => ({ code: "BAG-LINE", facts: { manifest: name, line } }));
  const seen = new Set<string>();
  for (const line of lines) {
    if (seen.has(line.path)) problems.push({ code: "BAG-TWICE", facts: { manifest: name, file: line.path } });
    seen.add(line.path);
    problems.push(...oneLine(bag, name, algorithm, line));
  }
  if (name.startsWith("tagmanifest")) return problems;
  for (const file of bag.files.keys()) {
    if (file.startsWith("data/") && !seen.has(file)) problems.push({ code: "BAG-UNLISTED", facts: { manifest: name, file } });
  }
  return problems;
}

function oneLine(bag: BagContent, manifest: string, algorithm: string, line: ManifestLine): readonly BagProblem[] {
  const facts = { manifest, file: line.path };
  if (line.path.startsWith("/") || line.path.startsWith("~") || line.path.split("/").includes("..")) {
    return [{ code: "BAG-PATH", facts }];
  }
  const file = bag.files.get(line.path.replace(/^(\.\/)+/, ""));
  if (file === undefined) return [{ code: "BAG-MISSING", facts }];
  const found = file.digests.get(algorithm);
  if (found === undefined) return [{ code: "BAG-ALGORITHM", facts: { ...facts, algorithm } }];
  return found === line.digest ? [] : [{ code: "BAG-DIGEST", facts: { ...facts, expected: line.digest, found } }];
}

function oxumProblems(info: BagInfo, bytes: number, files: number): readonly BagProblem[] {
  const stated = info.find(([label]) => label.toLowerCase() === "payload-oxum")?.[1];
  const found = `${bytes}.${files}`;
  return stated === undefined || stated === found ? [] : [{ code: "BAG-OXUM", facts: { expected: stated, found } }];
}
