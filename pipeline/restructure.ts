/** Stores what a person says of an item's leaves and parts as its new structure, and plans what depends on it. */
import { advance } from "./advance.ts";
import type { Digest } from "./artifact.ts";
import type { Closer } from "./close-item.ts";
import { type CurrentStructure, currentStructure, relabelled } from "./current-structure.ts";
import { canonicalJson } from "./derive.ts";
import { storeDescription } from "./describe-item.ts";
import { InputError } from "./errors.ts";
import { type Contents, contentsProblems } from "./folios/contents.ts";
import type { Numbering } from "./folios/numbering.ts";
import { storeJson } from "./store-json.ts";
import type { Structure } from "./structure.ts";

/** What a person says; what is absent stays as it is. */
export interface StructureChange {
  readonly itemId: string;
  /** The structure that the person saw. */
  readonly from: Digest;
  readonly numbering?: Numbering | undefined;
  readonly contents?: Contents | undefined;
  readonly agent: string;
}

/**
 * Make the change current. The page list and its version stay: pages are the same ones, under other names.
 * @throws {InputError} STRUCTURE-OPEN, STRUCTURE-STALE, STRUCTURE-PAGES, STRUCTURE-TREE
 */
export async function restructure(closer: Closer, change: StructureChange): Promise<CurrentStructure> {
  const { itemId, agent, from } = change;
  const now = await currentStructure(closer, itemId);
  if (!now) throw new InputError({ code: "STRUCTURE-OPEN", subject: itemId });
  if (now.digest !== from) throw new InputError({ code: "STRUCTURE-STALE", subject: itemId, exit: "busy" });
  const structure = changed(now.structure, change);
  if (canonicalJson(structure) === canonicalJson(now.structure)) return now;
  const artifact = await storeJson(closer.store, structure, "item/structure");
  const labels = Object.fromEntries(structure.pages.map(({ id, label }) => [id, label]));
  await closer.ledger.restructure(itemId, { structure: artifact, from, labels, agent });
  await closer.queue.announce(await advance(closer, itemId, []));
  await storeDescription(closer, itemId);
  return { structure, digest: artifact.digest };
}

function changed(old: Structure, { numbering = old.numbering, contents = old.contents, itemId }: StructureChange): Structure {
  const ids = old.pages.map(({ id }) => id);
  const known = new Set(ids);
  const strange = (numbering?.marks ?? []).filter(({ page }) => !known.has(page)).map(({ page }) => page);
  if (strange.length > 0) {
    throw new InputError({ code: "STRUCTURE-PAGES", subject: itemId, facts: { pages: strange.slice(0, 5).join(", ") } });
  }
  const problems = contentsProblems(contents ?? [], ids);
  const [problem] = problems;
  if (problem) {
    const facts = { count: problems.length, title: problem.title, problem: problem.code };
    throw new InputError({ code: "STRUCTURE-TREE", subject: itemId, facts });
  }
  return { ...relabelled(old, numbering), ...(contents === undefined ? {} : { contents: [...contents] }) };
}
