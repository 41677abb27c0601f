/** Items of a bundle against those of this home: new, known, gone on with over there, or changed at both places. */
import type { CarriedItem } from "../../pipeline/bring-in-item.ts";
import { partsOf } from "../../pipeline/given.ts";
import { type Encountered, encounter } from "../../pipeline/lay-over-item.ts";
import type { ItemDescription } from "../../pipeline/ledger-rows.ts";
import { recordSchema } from "../../pipeline/record.ts";
import type { Services } from "../compose.ts";
import type { ImportProblem } from "../import/carried.ts";
import { meet } from "../import/conflicts.ts";
import { describedVersions } from "../package/described-versions.ts";
import { accessOf } from "./bundled-item.ts";
import type { Peek } from "./peek.ts";

/** An item of a bundle, and what is to be done with it. */
export type Met =
  | { readonly kind: "new"; readonly item: CarriedItem }
  /** Something else bears its name, or has its pages: nothing is taken. */
  | { readonly kind: "refused"; readonly item: CarriedItem; readonly problems: readonly ImportProblem[] }
  | { readonly kind: "here"; readonly item: CarriedItem; readonly met: Encountered };

const OPENNESS = ["restricted", "internal", "public"];

/** Compare all items; nothing is written. */
export async function meetItems(services: Services, items: readonly CarriedItem[], peek: Peek): Promise<readonly Met[]> {
  const found: Met[] = [];
  for (const item of items) {
    const here = await services.ledger.item(item.id);
    if (!here) {
      const { kind, problems } = await meet(services, item);
      found.push(kind === "conflict" ? { kind: "refused", item, problems } : { kind: "new", item });
      continue;
    }
    const earlier = (await describedVersions(services.store, item.id)).map(({ description }) => description);
    const access = await accessOf(services, here);
    const mayTake = async (key: string, theirs: ItemDescription) =>
      partsOf(key).role !== "record" || !(await opens(peek, theirs, access));
    const met = await encounter(services, item, earlier, mayTake);
    if (met) found.push({ kind: "here", item, met });
  }
  return found;
}

/** Whether their record would show to more people what is kept from them here: that is for a person here to say. */
async function opens(peek: Peek, theirs: ItemDescription, access: string): Promise<boolean> {
  const record = theirs.current.find(({ role }) => role === "record");
  if (!record) return access !== "public";
  const text = await peek(record.artifact.digest);
  const theirAccess = text === undefined ? "restricted" : recordSchema.parse(JSON.parse(text)).access;
  return OPENNESS.indexOf(theirAccess) > OPENNESS.indexOf(access);
}
