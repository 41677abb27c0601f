/** One sub-folder of a watched folder: looked at again and again, and taken in each time it has come to rest in a new state. */
import { basename } from "node:path";
import { asSohoaError, type Facts } from "../../pipeline/errors.ts";
import type { IntakeCounts } from "../../pipeline/intake.ts";
import type { Rejected } from "../../stages/ingest/arrival.ts";
import type { Survey } from "../../stages/ingest.ts";
import { hindranceOf, type Patience, quietMs, signatureOf, type Watched, watched } from "./at-rest.ts";
import { filesOf, type TakenFolders } from "./see-folder.ts";

/** What a look at a folder brought. Told once for each state of the folder. */
export type Told =
  | { readonly is: "copying"; readonly file: string; readonly sizeBytes: number }
  | { readonly is: "no-marker" }
  | { readonly is: "incomplete"; readonly file: string; readonly code: string }
  | { readonly is: "refused"; readonly code: string; readonly facts: Facts }
  | { readonly is: "taken"; readonly counts: IntakeCounts; readonly survey: Survey };

/** What is done with a folder at rest. */
export interface BatchTools {
  readonly survey: (folder: string) => Promise<Survey>;
  readonly take: (folder: string, survey: Survey) => Promise<IntakeCounts>;
  readonly taken: TakenFolders;
  readonly patience: Patience;
}

/** Findings that a copy which is still under way, or broke off, may be the reason of. */
const MAY_BECOME_WHOLE: ReadonlySet<string> = new Set([
  "IMG-TRUNC",
  "IMG-CORRUPT",
  "IMG-EMPTY",
  "IMG-FORMAT",
  "SRC-CHANGED",
  "IO-READ",
]);

/** Watches one folder. */
export class WatchedBatch {
  readonly folder: string;
  #files: readonly Watched[] = [];
  #done = "";
  #said = "";

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Look once. @param nowMs a clock that only rises */
  async look(tools: BatchTools, nowMs: number): Promise<Told | undefined> {
    const seen = await filesOf(this.folder);
    if (!seen) return undefined;
    this.#files = watched(this.#files, seen, nowMs);
    const signature = signatureOf(seen);
    if (signature === this.#done) return undefined;
    const hindrance = hindranceOf(this.#files, nowMs, tools.patience);
    if (hindrance?.why === "changing") {
      const { name: file, sizeBytes } = hindrance;
      return this.#once(`copying ${file} ${sizeBytes}`, { is: "copying", file, sizeBytes });
    }
    if (hindrance?.why === "no-marker") return this.#once(`no-marker`, { is: "no-marker" });
    if (hindrance) return undefined;
    if (await tools.taken.has(this.folder, signature)) {
      this.#done = signature;
      return undefined;
    }
    return await this.#take(tools, signature, nowMs);
  }

  async #take({ survey, take, taken, patience }: BatchTools, signature: string, nowMs: number): Promise<Told | undefined> {
    try {
      const found = await survey(this.folder);
      const broken = found.rejected.find(({ code }: Rejected) => MAY_BECOME_WHOLE.has(code));
      if (broken && quietMs(this.#files, nowMs) < patience.patienceMs) {
        const file = basename(broken.path);
        return this.#once(`incomplete ${file} ${signature}`, { is: "incomplete", file, code: broken.code });
      }
      const counts = await take(this.folder, found);
      this.#done = signature;
      await taken.keep(this.folder, signature);
      return { is: "taken", counts, survey: found };
    } catch (thrown) {
      const { code, facts, exit, subject } = asSohoaError(thrown);
      // Trouble of the folder itself is told once and waits for a change; everything else may be over at the next look.
      if (exit !== "input" && exit !== "usage") throw thrown;
      this.#done = signature;
      return { is: "refused", code, facts: { subject: subject ?? basename(this.folder), ...facts } };
    }
  }

  #once(key: string, told: Told): Told | undefined {
    if (this.#said === key) return undefined;
    this.#said = key;
    return told;
  }
}
