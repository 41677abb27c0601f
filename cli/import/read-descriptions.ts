/** Descriptions in a package, read with distrust: their form, that they are of one item, and that what they promise is there. */
import { artifactsNamed, readWorking } from "../../pipeline/bring-in-item.ts";
import { descriptionSchema } from "../../pipeline/history-schema.ts";
import type { ItemDescription } from "../../pipeline/ledger-rows.ts";
import { isNamedKey } from "../../pipeline/store/key.ts";
import type { ImportProblem } from "./carried.ts";

/** A text of a package and its name there. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The descriptions, oldest first, or what is wrong with them. `sizes` are those of the objects in the package. */
export function readDescriptions(
  texts: readonly NamedText[],
  sizes: ReadonlyMap<string, number>,
): { readonly versions: readonly ItemDescription[]; readonly problems: readonly ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const versions: ItemDescription[] = [];
  for (const { name, text } of texts) {
    const read = parsed(text);
    if ("detail" in read) problems.push({ code: "IMPORT-DESCRIPTION", facts: { file: name, detail: read.detail } });
    else versions.push(read.description);
  }
  if (problems.length > 0) return { versions: [], problems };
  return { versions, problems: [...orderProblems(versions), ...versions.flatMap((each) => contentProblems(each, sizes))] };
}

function parsed(text: string): { readonly description: ItemDescription } | { readonly detail: string } {
  try {
    const read = descriptionSchema.safeParse(JSON.parse(text));
    if (read.success) return { description: read.data };
    const [issue] = read.error.issues;
    return { detail: `${issue?.path.join(".")}: ${issue?.message}` };
  } catch (error) {
    return { detail: error instanceof Error ? error.message : String(error) };
  }
}

/** One item, and numbers that rise. */
function orderProblems(versions: readonly ItemDescription[]): readonly ImportProblem[] {
  const [first] = versions;
  if (!first) return [{ code: "IMPORT-FOREIGN", facts: {} }];
  const numbers = versions.map(({ item }) => item.version);
  const isRising = numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));
  const others = versions.filter(({ item }) => item.id !== first.item.id).map(({ item }) => item.id);
  return [
    ...others.map((other) => ({ code: "IMPORT-ITEM", facts: { item: first.item.id, other } })),
    ...(isRising ? [] : [{ code: "IMPORT-ORDER", facts: { item: first.item.id, versions: numbers.join(", ") } }]),
  ];
}

/** Rows must be of the item, every page must have its master in the package, and sizes must agree. */
function contentProblems(description: ItemDescription, sizes: ReadonlyMap<string, number>): readonly ImportProblem[] {
  const { item, pages, current, batches, events } = description;
  const subjects = new Set([item.id, ...pages.map(({ id }) => id)]);
  const strange = [
    ...pages.filter(({ itemId }) => itemId !== item.id).map(({ id }) => id),
    ...batches.filter(({ itemId }) => itemId !== item.id).map(({ id }) => id),
    ...events.filter(({ itemId }) => itemId !== item.id).map(({ subject }) => subject),
    ...[...(description.verdicts ?? []), ...(description.samples ?? []), ...(description.activities ?? [])].flatMap(
      ({ itemId }) => (itemId === item.id ? [] : [itemId]),
    ),
    ...current.filter(({ subject }) => !subjects.has(subject)).map(({ subject }) => subject),
    ...(subjects.size === pages.length + 1 ? [] : ["pages"]),
  ];
  const masters = new Map(current.filter(({ role }) => role === "image/master").map((row) => [row.subject, row.artifact.digest]));
  const lacking = pages.filter(({ id }) => !sizes.has(masters.get(id) ?? ""));
  const wrong = artifactsNamed(description).filter(
    ({ digest, sizeBytes }) => sizes.has(digest) && sizes.get(digest) !== sizeBytes,
  );
  return [
    ...strange.map((other) => ({ code: "IMPORT-ITEM", facts: { item: item.id, other } })),
    ...lacking.map(({ id }) => ({ code: "IMPORT-MASTER", facts: { item: item.id, page: id } })),
    ...wrong.map(({ digest }) => ({ code: "IMPORT-SIZE", facts: { item: item.id, digest } })),
  ];
}

/** What is wrong with working texts: their names, or what is in them. */
export async function textProblems(itemId: string, texts: ReadonlyMap<string, string>): Promise<readonly ImportProblem[]> {
  const strange = [...texts.keys()].filter((name) => !isNamedKey(`items/${itemId}/${name}`));
  if (strange.length > 0) return strange.map((other) => ({ code: "IMPORT-ITEM", facts: { item: itemId, other } }));
  try {
    const read = await readWorking(new Map([...texts].map(([name, text]) => [`items/${itemId}/${name}`, text])));
    const items = [...read.texts.map(({ page }) => page.itemId), ...read.desks.map((desk) => desk.itemId)];
    return items.filter((other) => other !== itemId).map((other) => ({ code: "IMPORT-ITEM", facts: { item: itemId, other } }));
  } catch (error) {
    return [{ code: "IMPORT-DESCRIPTION", facts: { file: "text", detail: error instanceof Error ? error.message : "" } }];
  }
}
