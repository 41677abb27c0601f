/**
 * What people and scanners gave to an item, as keys with values, and what becomes of it when two installations went on apart:
 * a key that only one side changed since their common ground follows that side; a key that both changed is a conflict. Pure.
 */
import type { Role } from "./artifact.ts";
import { canonicalJson } from "./derive.ts";
import type { ItemDescription } from "./ledger-rows.ts";

/** Roles that people or scanners gave; the rest follows from them. */
export const GIVEN_ROLES: ReadonlySet<Role> = new Set<Role>([
  "image/master",
  "text/reviewed",
  "text/earlier",
  "page/treatment",
  "record",
  "image/chart",
  "pdf/signed",
]);

/** What was given, by key. */
export type Given = ReadonlyMap<string, string>;

/** The key of the page list, with order, labels and contents. */
export const PAGE_LIST = "pages";

const key = (...parts: readonly string[]) => parts.join("\n");

/** The subject and the role that a key is of; `verdict` stands for what was judged of a picture. */
export function partsOf(given: string): {
  readonly subject: string;
  readonly role: string;
  readonly master?: string | undefined;
} {
  const [subject = "", role = "", master] = given.split("\n");
  return { subject, role, master };
}

/** Everything that was given to the item as of a description. */
export function givenOf({ current, pages, structure, verdicts = [] }: ItemDescription): Given {
  const given = new Map<string, string>();
  for (const { subject, role, artifact } of current) if (GIVEN_ROLES.has(role)) given.set(key(subject, role), artifact.digest);
  for (const { subject, master, verdict, reason, note } of verdicts)
    given.set(key(subject, "verdict", master), canonicalJson({ verdict, reason, note }));
  const names = new Map(pages.map(({ id, sourceName }) => [id, sourceName]));
  const listed = structure?.pages.map(({ id, label }) => [id, label]) ?? [];
  const { numbering, contents } = structure ?? {};
  given.set(
    PAGE_LIST,
    canonicalJson({ names: [...names].sort(), listed, numbering: numbering ?? null, contents: contents ?? null }),
  );
  return given;
}

/** The newest of their states that was a state here, too: from there both went their ways. Empty where there is none. */
export function commonGround(ours: readonly Given[], theirs: readonly Given[]): Given {
  const known = new Set(ours.map(nameOf));
  return theirs.findLast((given) => known.has(nameOf(given))) ?? new Map();
}

function nameOf(given: Given): string {
  return canonicalJson([...given].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What to do with keys in which both sides differ. */
export interface Meeting {
  /** Only they changed it. */
  readonly taken: readonly string[];
  /** Both changed it. */
  readonly conflicts: readonly string[];
}

/** Compare what is here and there against the ground. What only this side changed stays, and is no word about it. */
export function meetGiven(ground: Given, ours: Given, theirs: Given): Meeting {
  const differing = [...new Set([...ours.keys(), ...theirs.keys()])].filter((each) => ours.get(each) !== theirs.get(each)).sort();
  const isTheirs = (each: string) => ours.get(each) === ground.get(each);
  const isOurs = (each: string) => theirs.get(each) === ground.get(each);
  const conflicts = differing.filter((each) => !isTheirs(each) && !isOurs(each));
  return { taken: differing.filter(isTheirs), conflicts };
}
