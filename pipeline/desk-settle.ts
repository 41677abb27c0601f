/**
 * Record desks in the store, beside the descriptions of their item: `items/<item>/record-v<N>.json` carries what is on the desk and
 * every save since the object before it. Like working texts they are no artifacts: nothing is made of what nobody has approved.
 */
import { z } from "zod";
import { canonicalJson } from "./derive.ts";
import { IntegrityError, SohoaError } from "./errors.ts";
import type { Store } from "./store/store.ts";

const fields = z.record(z.string(), z.unknown());
const saved = { number: z.int().min(1), agent: z.string(), savedAt: z.string() };

const deskSchema = z.object({
  v: z.literal(1),
  itemId: z.string(),
  number: z.int().min(1),
  fields,
  origin: z.string(),
  answered: z.int(),
  conflicts: z.array(z.object({ ...saved, field: z.string(), base: z.unknown(), mine: z.unknown(), theirs: z.unknown() })),
  /** Oldest first. */
  versions: z.array(
    z.object({
      ...saved,
      cause: z.enum(["typed", "decided", "proposal", "copied", "imported", "restored", "answered", "structure"]),
      steps: z.record(z.string(), z.object({ was: z.unknown(), is: z.unknown() })),
    }),
  ),
});

/** What an object carries. */
export type SettledDesk = Readonly<z.output<typeof deskSchema>>;

/** The part of the port to record desks that is needed here. */
export interface UnsettledDesks {
  unsettled(idleSince: string): Promise<readonly string[]>;
  desk(itemId: string): Promise<(Omit<SettledDesk, "v" | "versions" | "conflicts"> & DeskState) | undefined>;
  history(
    itemId: string,
    page: { readonly limit: number; readonly before: number },
  ): Promise<readonly SettledDesk["versions"][number][]>;
  markSettled(itemId: string, number: number): Promise<void>;
}

interface DeskState {
  readonly settled: number;
  readonly conflicts: readonly unknown[];
}

/** Where desks go when the catalogue is put back. */
export interface DeskRestorer {
  restore(desk: SettledDesk): Promise<void>;
}

/** Write what the store does not have yet of desks where nothing was saved since a time (ISO 8601). @returns how many desks */
export async function settleDesks(store: Store, desks: UnsettledDesks, idleSince: string): Promise<number> {
  const items = await desks.unsettled(idleSince);
  for (const item of items) await settleDesk(store, desks, item);
  return items.length;
}

/** Write what the store does not have yet of one desk; again, or in two processes at once, it does no harm. */
async function settleDesk(store: Store, desks: UnsettledDesks, item: string): Promise<void> {
  const desk = await desks.desk(item);
  if (!desk || desk.number <= desk.settled) return;
  const { itemId, number, fields: kept, origin, answered, conflicts, settled } = desk;
  const versions = [...(await desks.history(item, { before: number + 1, limit: number - settled }))].reverse();
  const key = `items/${itemId}/record-v${number}.json`;
  if ((await store.getNamed(key)) === undefined) {
    const text = canonicalJson({ v: 1, itemId, number, fields: kept, origin, answered, conflicts, versions });
    await store.putNamed(key, text).catch((thrown: unknown) => {
      if (!(thrown instanceof SohoaError && thrown.code === "STORE-EXISTS")) throw thrown;
    });
  }
  await desks.markSettled(itemId, number);
}

/** True for the key of a record desk. */
export function isSettledDesk(key: string): boolean {
  return /^items\/[^/]+\/record-v\d+\.json$/.test(key);
}

/** What the store tells of the desk of an item. @throws {IntegrityError} DESK-SETTLED when an object is not one that was written here */
export async function settledDesks(store: Pick<Store, "getNamed">, keys: readonly string[]): Promise<readonly SettledDesk[]> {
  const found: SettledDesk[] = [];
  for (const key of keys.filter(isSettledDesk)) found.push(parsed(key, (await store.getNamed(key)) ?? ""));
  return found.sort((one, other) => one.number - other.number);
}

function parsed(key: string, text: string): SettledDesk {
  try {
    return deskSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new IntegrityError({ code: "DESK-SETTLED", subject: key, cause });
  }
}
