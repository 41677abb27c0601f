/** What the public is shown of an item, as its pointers and what their artifacts say of themselves have it now. */

import { slugOf } from "../../formats/slug.ts";
import type { Digest, Role } from "../../pipeline/artifact.ts";
import type { ItemSet, SetKind, Undisclosed } from "../../pipeline/publication-log.ts";
import type { Rows } from "../database.ts";

/** The state of an item, or what must be disclosed before it can be told. */
export type Shown =
  | { readonly isPublic: true; readonly publication: Digest; readonly sets: readonly ItemSet[] }
  | { readonly isPublic: false }
  | { readonly missing: Undisclosed["missing"] };

const ROLES_THAT_DECIDE = ["publication", "record", "record/draft"] as const satisfies readonly Role[];

/** True when a pointer of this role decides who may see an item. */
export function decidesAccess(role: Role): boolean {
  return (ROLES_THAT_DECIDE as readonly Role[]).includes(role);
}

/**
 * Public is an item whose publication and whose present record both say so: an item made internal is taken back at once, before
 * a new publication of it has been made.
 */
export async function shownNow(rows: Rows, itemId: string): Promise<Shown> {
  const pointers = await rows
    .selectFrom("current")
    .leftJoin("disclosure", "disclosure.digest", "current.digest")
    .select(["current.role", "current.digest", "disclosure.access", "disclosure.record"])
    .where("current.subject", "=", itemId)
    .where("current.role", "in", ROLES_THAT_DECIDE)
    .execute();
  const publication = pointers.find(({ role }) => role === "publication");
  if (!publication) return { isPublic: false };
  const described = pointers.find(({ role }) => role === "record") ?? pointers.find(({ role }) => role === "record/draft");
  const deciding = described ? [publication, described] : [publication];
  if (deciding.some(({ access }) => access !== null && access !== "public")) return { isPublic: false };
  const missing = deciding.filter(({ access }) => access === null).map(({ digest, role }) => ({ digest, role }));
  if (missing.length > 0) return { missing };
  return await withSets(rows, itemId, publication);
}

async function withSets(
  rows: Rows,
  itemId: string,
  { digest, record }: { readonly digest: Digest; readonly record: Digest | null },
): Promise<Shown> {
  const described =
    record === null ? undefined : await rows.selectFrom("disclosure").selectAll().where("digest", "=", record).executeTakeFirst();
  if (record !== null && !described) return { missing: [{ digest: record, role: "record" }] };
  const batches = await rows.selectFrom("batch").select("id").where("item_id", "=", itemId).orderBy("id").execute();
  const sets = [
    ...setNamed("holder", described?.holder),
    ...setNamed("class", described?.holding_class),
    // A batch has a name that is safe in addresses already, and no other way to write it.
    ...batches.map(({ id }): ItemSet => ({ kind: "batch", slug: id, name: id })),
  ];
  return { isPublic: true, publication: digest, sets };
}

function setNamed(kind: SetKind, name: string | null | undefined): readonly ItemSet[] {
  const slug = name ? slugOf(name) : undefined;
  return name && slug !== undefined ? [{ kind, slug, name }] : [];
}
