/**
 * The lists of one item, read in parts. What a part begins after is not asked of the database: the names of all rows are read at
 * once, which is little, and then some rows at a time by their names; no index has to hold the order.
 */
import type { Role } from "../../pipeline/artifact.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import { releaseMemory } from "../../pipeline/release-memory.ts";
import { chunksOf } from "../chunks.ts";
import type { Database } from "../database.ts";
import { asEvents, selectEvents } from "./event-rows.ts";
import { asCurrent, selectPointers } from "./pointers.ts";
import { asPage } from "./row-values.ts";

/** Parts after which what they left behind is given back: the engine waits until the heap is several times what is needed. */
const PARTS_BETWEEN_RELEASES = 100;

/** The part of the ledger that reads long lists. */
export function itemLists(database: Database): Pick<Ledger, "eachPage" | "eachCurrent" | "eachEvent"> {
  return {
    eachPage: (itemId) => pagesOf(database, itemId),
    eachCurrent: (itemId, roles) => pointersOf(database, itemId, roles),
    eachEvent: (itemId, sinceVersion = 0) => eventsOf(database, itemId, sinceVersion),
  };
}

async function* pagesOf(database: Database, itemId: string) {
  const names = await database.read(async (rows) => {
    const query = rows.selectFrom("page").select("id").where("item_id", "=", itemId);
    return (await query.orderBy("sequence").orderBy("id").execute()).map(({ id }) => id);
  });
  for await (const part of parts(names)) {
    yield* await database.read(async (rows) => {
      const found = rows
        .selectFrom("page")
        .selectAll()
        .where("id", "in", [...part]);
      return (await found.orderBy("sequence").orderBy("id").execute()).map(asPage);
    });
  }
}

async function* pointersOf(database: Database, itemId: string, roles: readonly Role[] | undefined) {
  const subjects = await database.read(async (rows) => {
    const query = rows.selectFrom("current").select("subject").distinct().where("item_id", "=", itemId);
    return (await query.orderBy("subject").execute()).map(({ subject }) => subject);
  });
  for await (const part of parts(subjects)) {
    const found = await database.read((rows) => {
      const all = selectPointers(rows).where("current.subject", "in", [...part]);
      return (roles ? all.where("current.role", "in", [...roles]) : all).execute();
    });
    yield* found.map(asCurrent);
  }
}

async function* eventsOf(database: Database, itemId: string, sinceVersion: number) {
  const numbers = await database.read(async (rows) => {
    const query = rows.selectFrom("event").select("number").where("item_id", "=", itemId);
    return (await query.where("described_in", ">", sinceVersion).orderBy("number").execute()).map(({ number }) => number);
  });
  for await (const part of parts(numbers)) {
    yield* await database.read(async (rows) => {
      const found = selectEvents(rows).where("event.number", "in", [...part]);
      return await asEvents(rows, await found.execute());
    });
  }
}

async function* parts<T>(names: readonly T[]): AsyncGenerator<readonly T[]> {
  let count = 0;
  for (const part of chunksOf(names)) {
    yield part;
    count += 1;
    if (count % PARTS_BETWEEN_RELEASES === 0) await releaseMemory();
  }
}
