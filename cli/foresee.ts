/** What can be said of files by their names and sizes alone, before anybody sends them. Pure. */

import { isPictureName, litterOf } from "../stages/ingest/file-kind.ts";
import { clashKey, judgeName, shownName } from "../stages/ingest/file-name.ts";
import type { IngestPolicy } from "../stages/ingest/policy.ts";
import type { Foresight, NamedFile } from "../web/server/workroom/upload/deliveries.ts";

/** Names that stand for devices on Windows, and characters that no name may have there. */
const NOT_ON_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[<>:"|?*]|[ .]$/i;

/** One answer a file. Files of one name are refused together: nobody here can know which of them is the page. */
export function foresee(files: readonly NamedFile[], policy: IngestPolicy, isWindows: boolean): readonly Foresight[] {
  const first = new Map<string, number>();
  const clashes = new Map<number, string>();
  for (const [at, { name }] of files.entries()) {
    if (litterOf(name) !== undefined) continue;
    const key = isPictureName(name) || isWindows ? clashKey(name) : name;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, at);
      continue;
    }
    clashes.set(at, files[other]?.name ?? "");
    if (!clashes.has(other)) clashes.set(other, name);
  }
  return files.map((file, at) => foreseeOne(file, clashes.get(at), policy, isWindows));
}

function foreseeOne(
  { name, sizeBytes }: NamedFile,
  clash: string | undefined,
  policy: IngestPolicy,
  isWindows: boolean,
): Foresight {
  const reject = (code: string, facts = {}): Foresight => ({
    verdict: "reject",
    code,
    facts: { subject: shownName(name).slice(0, 300), ...facts },
  });
  // A name is one step of a path and never a way to somewhere else.
  const isPath = /[/\\]/.test(name) || name === "" || name === "." || name === "..";
  if (isPath || (isWindows && NOT_ON_WINDOWS.test(name))) return reject("NAME-BAD", { shown: shownName(name).slice(0, 300) });
  const [bad] = judgeName(name, name, policy);
  if (bad) return reject(bad.code, bad.facts);
  const litter = litterOf(name);
  if (litter !== undefined) return { verdict: "skip", reason: litter };
  if (clash !== undefined) return reject("NAME-CLASH", { other: shownName(clash).slice(0, 300) });
  if (sizeBytes > policy.maxBytes) return reject("FILE-LARGE", { bytes: sizeBytes, max: policy.maxBytes });
  if (sizeBytes === 0 && !isPictureName(name) && name.includes(".")) return { verdict: "skip", reason: "not-an-image" };
  if (sizeBytes === 0) return reject("IMG-EMPTY");
  return { verdict: "send" };
}
