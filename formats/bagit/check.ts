/** Whether a bag is complete and valid (RFC 8493, section 3). All problems are collected; nothing is repaired. */
import { clashesOf, pathTrouble } from "../package-path.ts";
import { declarationProblems } from "./declaration.ts";
import { manifestProblems } from "./manifests.ts";
import { type BagContent, type BagProblem, readBag } from "./read.ts";
import { type BagInfo, parseBagInfo } from "./tag-files.ts";

/** The result; a check that saw no payload is never valid. */
export interface BagReport {
  readonly isValid: boolean;
  readonly payloadFiles: number;
  readonly payloadBytes: number;
  readonly info: BagInfo;
  readonly problems: readonly BagProblem[];
}

/** Check the bag at `path`: its folder, or a tar file that holds exactly one bag. Reads every byte, and writes none. */
export async function checkBag(path: string): Promise<BagReport> {
  return reportOn(await readBag(path));
}

/** Judge a bag that was read. */
export function reportOn(bag: BagContent): BagReport {
  const info = parseBagInfo(bag.texts.get("bag-info.txt") ?? "");
  const payload = [...bag.files].filter(([name]) => name.startsWith("data/"));
  const payloadBytes = payload.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  const problems = [
    ...bag.problems,
    ...declarationProblems(bag),
    ...nameProblems(bag),
    ...manifestProblems(bag),
    ...oxumProblems(info, payloadBytes, payload.length),
    ...(payload.length === 0 ? [{ code: "BAG-EMPTY", facts: {} }] : []),
    ...(bag.files.has("fetch.txt") ? [{ code: "BAG-FETCH", facts: {} }] : []),
  ];
  return { isValid: problems.length === 0, payloadFiles: payload.length, payloadBytes, info, problems };
}

/** Names of files that are there, whether a manifest knows them or not. */
function nameProblems({ files }: BagContent): readonly BagProblem[] {
  const strange = [...files.keys()].filter((file) => pathTrouble(file) !== undefined && pathTrouble(file) !== "control");
  const clashes = clashesOf(files.keys());
  return [
    ...strange.map((file) => ({ code: "BAG-PATH", facts: { manifest: "–", file } })),
    ...clashes.map(([one, file]) => ({ code: "BAG-CLASH", facts: { file, other: one } })),
  ];
}

function oxumProblems(info: BagInfo, bytes: number, files: number): readonly BagProblem[] {
  const stated = info.filter(([label]) => label.toLowerCase() === "payload-oxum").map(([, value]) => value);
  const found = `${bytes}.${files}`;
  if (stated.length === 0 || (stated.length === 1 && stated[0] === found)) return [];
  return [{ code: "BAG-OXUM", facts: { expected: stated.join(", "), found } }];
}
