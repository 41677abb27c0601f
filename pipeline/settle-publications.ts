/**
 * Brings the log of publications up to date where a pointer moved before its artifact was disclosed: in catalogues from before
 * there was a log, and after `rebuild`. Harmless to repeat.
 */
import { readFile } from "node:fs/promises";
import { disclosureOf } from "./disclosure.ts";
import type { Ledger } from "./ledger.ts";
import type { Disclosure, Undisclosed } from "./publication-log.ts";

/** Ledger and a way to read small objects. */
export interface Settler {
  readonly ledger: Pick<Ledger, "disclose" | "undisclosed">;
  readonly cache: { file(digest: string): Promise<string> };
}

const AT_ONCE = 200;
/** A record comes to light by its publication: an item may need another look. */
const MOST_LOOKS = 3;

/**
 * Disclose what is due. Items whose objects cannot be read stay due and are told to `onTrouble`.
 * @returns how many items were looked at
 */
export async function settlePublications(
  settler: Settler,
  onTrouble: (itemId: string, thrown: unknown) => void = () => {},
): Promise<number> {
  let settled = 0;
  let after = "";
  for (;;) {
    const due = await settler.ledger.undisclosed(AT_ONCE, after);
    for (const item of due) {
      await settle(settler, item).catch((thrown: unknown) => onTrouble(item.itemId, thrown));
      after = item.itemId;
    }
    settled += due.length;
    if (due.length < AT_ONCE) return settled;
  }
}

async function settle(settler: Settler, due: Undisclosed): Promise<void> {
  let { missing } = due;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const found: Disclosure[] = [];
    for (const { digest, role } of missing) {
      found.push(disclosureOf(role, digest, await readFile(await settler.cache.file(digest), "utf8")));
    }
    missing = await settler.ledger.disclose(found, due.itemId);
    if (missing.length === 0) return;
  }
}
