/** Fixity on demand: read stored objects again, compare, and keep the evidence. A damaged object is reported, never overwritten. */

import { type Copy, type Witness, witness } from "./fixity/look.ts";
import type { CopyName } from "./fixity-log.ts";
import type { FixityRow } from "./ledger-rows.ts";

/** One object's result in one copy. */
export interface Fixity {
  readonly digest: string;
  readonly copy: CopyName;
  readonly outcome: FixityRow["outcome"];
}

/** What to look at; objects of a copy that is not among the given ones are left out. */
export interface Target {
  readonly digest: string;
  readonly copy: CopyName;
}

/** Check these objects and record each result as evidence. */
export async function* verify(
  by: Witness,
  copies: readonly Copy[],
  targets: AsyncIterable<Target> | Iterable<Target>,
): AsyncIterable<Fixity> {
  for await (const { digest, copy: name } of targets) {
    const copy = copies.find((each) => each.name === name);
    if (copy) yield { digest, copy: name, outcome: (await witness(by, copy, digest)).outcome };
  }
}
