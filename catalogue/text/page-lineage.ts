/** What a page's events say of its texts: which picture a text was read from, and which scan a picture was made of. */
import type { Digest, Role } from "../../pipeline/artifact.ts";
import type { DerivationInput, EventRow, Made } from "../../pipeline/ledger-rows.ts";

/** Asks the events of one page; of what no event tells, nothing is known. */
export class PageLineage {
  readonly #events: readonly EventRow[];

  /** @param events of the page, in order */
  constructor(events: readonly EventRow[]) {
    this.#events = events;
  }

  /** True when some step or person made this for the page. */
  hasMade(digest: Digest): boolean {
    return this.#events.some(({ outputs }) => outputs.some(({ artifact }) => artifact.digest === digest));
  }

  /** The newest of what this was made from, directly or through others, that has the role: what a review was shown, a scan. */
  ancestor(digest: Digest, role: Role): Digest | undefined {
    const seen = new Set<Digest>();
    const open = [digest];
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const inputs = this.#inputsOf(next);
      const found = inputs.find((input) => input.role === role)?.artifacts[0]?.digest;
      if (found !== undefined) return found;
      open.push(...inputs.flatMap(({ artifacts }) => artifacts.map((artifact) => artifact.digest)));
    }
    return undefined;
  }

  /** The `report/cleanup` of the picture that a text was read from. */
  pictureOf(text: Digest): Digest | undefined {
    const read = this.ancestor(text, "image/text") ?? this.ancestor(text, "image/clean");
    const cleaning = this.#events.findLast(({ outputs }) => read !== undefined && makes(outputs, read));
    return cleaning?.outputs.find(({ role }) => role === "report/cleanup")?.artifact.digest;
  }

  #inputsOf(digest: Digest): readonly DerivationInput[] {
    const made = this.#events.findLast(({ outputs, outcome }) => outcome !== "received" && makes(outputs, digest));
    return made?.inputs ?? [];
  }
}

function makes(outputs: readonly Made[], digest: Digest): boolean {
  return outputs.some(({ artifact }) => artifact.digest === digest);
}
