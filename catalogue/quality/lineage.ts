/**
 * Which picture a file was made from, by the events of an item. After a rescan the old results stand until the new ones are
 * made: a report, a thumbnail or a text that is current may still be of the scan before.
 */
import type { Digest } from "../../pipeline/artifact.ts";
import type { EventRow, SubjectId } from "../../pipeline/ledger-rows.ts";

/** True when this file of this page was made from this master, directly or through others. */
export type IsMadeFrom = (subject: SubjectId, made: Digest, master: Digest) => boolean;

/** Read the events once; then ask. */
export function lineageOf(events: readonly EventRow[]): IsMadeFrom {
  const parents = new Map<string, Set<Digest>>();
  for (const { subject, inputs, outputs, outcome } of events) {
    if (outcome === "received") continue;
    for (const { artifact } of outputs) {
      const key = `${subject}\n${artifact.digest}`;
      const known = parents.get(key) ?? new Set();
      for (const input of inputs) for (const each of input.artifacts) known.add(each.digest);
      parents.set(key, known);
    }
  }
  return (subject, made, master) => {
    const seen = new Set<Digest>();
    const open = [made];
    for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
      if (digest === master) return true;
      if (seen.has(digest)) continue;
      seen.add(digest);
      open.push(...(parents.get(`${subject}\n${digest}`) ?? []));
    }
    return false;
  };
}
