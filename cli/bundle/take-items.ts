/** Takes in what was decided: all objects in one pass over the bundle, then item by item. Call it again after an interruption. */
import { artifactsNamed, asKept, bringIn, type CarriedItem } from "../../pipeline/bring-in-item.ts";
import { layOver, objectsFor } from "../../pipeline/lay-over-item.ts";
import type { Context } from "../command.ts";
import type { Services } from "../compose.ts";
import type { ImportProblem } from "../import/carried.ts";
import { joinDesk } from "./join-desk.ts";
import { joinTexts } from "./join-texts.ts";
import type { Met } from "./meet-items.ts";
import { keepScan, offerConflicts, scansToKeep } from "./offer-conflicts.ts";
import type { Peek } from "./peek.ts";
import { objectsIn, type ReadBundle } from "./read-bundle.ts";

/** What was taken. */
export interface Taken {
  readonly imported: number;
  /** Items here that took something. */
  readonly renewed: number;
  readonly known: number;
  readonly objects: number;
  /** What waits for a person, and what was refused. */
  readonly conflicts: readonly ImportProblem[];
}

/** Take in all items. */
export async function takeItems(
  context: Context,
  services: Services,
  bundle: ReadBundle,
  { met, peek }: { readonly met: readonly Met[]; readonly peek: Peek },
): Promise<Taken> {
  const objects = await takeObjects(context, services, bundle, met);
  const tally = { imported: 0, renewed: 0, known: 0 };
  const conflicts: ImportProblem[] = [];
  for (const each of met) {
    context.signal.throwIfAborted();
    const done = await takeItem(services, each, peek);
    if (done.outcome !== "refused") tally[done.outcome] += 1;
    conflicts.push(...done.conflicts);
    services.onPoint("bundle-item");
    context.printer.note(`${context.printer.mark(done.conflicts.length === 0 ? "ok" : "warn")} ${each.item.id}`);
  }
  return { ...tally, objects, conflicts };
}

async function takeObjects(context: Context, services: Services, bundle: ReadBundle, met: readonly Met[]): Promise<number> {
  const here = met.flatMap((each) => (each.kind === "here" ? [each] : []));
  const scans = new Map(here.flatMap((each) => [...scansToKeep(services.config.home, each)]));
  const wanted = await missing(services, met.flatMap(digestsFor));
  let stored = 0;
  for await (const { digest, sizeBytes, path } of objectsIn(bundle, new Set([...wanted, ...scans.keys()]))) {
    context.signal.throwIfAborted();
    const file = scans.get(digest);
    if (file !== undefined) await keepScan(path, file);
    if (!wanted.has(digest)) continue;
    await services.store.putFile(path, { digest, sizeBytes });
    stored += 1;
    services.onPoint("bundle-object");
  }
  return stored;
}

async function missing({ store }: Services, digests: Iterable<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const digest of new Set(digests)) if (!(await store.stat(digest))) found.add(digest);
  return found;
}

function digestsFor(each: Met): readonly string[] {
  if (each.kind === "refused") return [];
  if (each.kind === "here") return objectsFor(each.item, each.met);
  return asKept(each.item, { keepsLog: false }).flatMap((kept) => artifactsNamed(kept).map(({ digest }) => digest));
}

interface Done {
  readonly outcome: "imported" | "renewed" | "known" | "refused";
  readonly conflicts: readonly ImportProblem[];
}

async function takeItem(services: Services, each: Met, peek: Peek): Promise<Done> {
  const { item } = each;
  if (each.kind === "refused") return { outcome: "refused", conflicts: each.problems };
  if (each.kind === "new") {
    await bringIn(services, item, { keepsLog: false, texts: services.texts, desks: services.recordVersions });
    return { outcome: "imported", conflicts: [] };
  }
  const { met } = each;
  if (!(await layOver(services, item, met)))
    return { outcome: "known", conflicts: [{ code: "BUNDLE-MOVED", facts: { item: item.id } }] };
  const working = await joinWorking(services, item);
  const told = await offerConflicts(services, { item, met }, peek, working.joined);
  const isKnown = met.taken.length + working.taken === 0;
  return { outcome: isKnown ? "known" : "renewed", conflicts: [...told, ...working.conflicts.filter(isNews(told))] };
}

/** The same page may be told of twice: its reviewed text, and what was written since. */
function isNews(told: readonly ImportProblem[]) {
  const known = new Set(told.map(nameOf));
  return (problem: ImportProblem) => !known.has(nameOf(problem));
}

function nameOf({ code, facts }: ImportProblem): string {
  return `${code} ${facts["item"]} ${facts["page"] ?? ""}`;
}

async function joinWorking(services: Services, item: CarriedItem) {
  const pages = new Map((await services.ledger.pages(item.id)).map(({ id, sourceName }) => [id, sourceName]));
  const texts = await joinTexts(services, item, new Set(pages.keys()));
  const desk = await joinDesk(services, item);
  const conflicts: ImportProblem[] = [
    ...texts.offered.map((id) => ({ code: "BUNDLE-TEXT", facts: { item: item.id, page: pages.get(id) ?? id } })),
    ...(desk.offered.length > 0 ? [{ code: "BUNDLE-RECORD", facts: { item: item.id, fields: desk.offered.join(", ") } }] : []),
  ];
  const joined = new Set([...texts.offered, ...(desk.taken + desk.offered.length > 0 ? [item.id] : [])]);
  return { taken: texts.taken + desk.taken, conflicts, joined };
}
