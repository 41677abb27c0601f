/** Pages that were drawn for a person to look at: rows that are only added, and travel with the item's description. */
import type { Selectable } from "kysely";
import { canonicalJson } from "../../pipeline/derive.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { NewSample, SampleRow } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database, Rows } from "../database.ts";
import { holdItems } from "../locking.ts";
import type { QualitySampleTable } from "../schema.ts";
import { raiseVersion } from "./event-rows.ts";
import { refuseStale } from "./verdicts.ts";

/** The samples part of the ledger. */
export function samples(database: Database): Pick<Ledger, "keepSample" | "samples"> {
  return {
    keepSample: (itemId, sample, agent) => database.change((change) => keep(database, change, { itemId, sample, agent })),
    samples: (itemId) => database.read((rows) => samplesOf(rows, itemId)),
  };
}

/** Write rows as they are, leaving those alone that are there. */
export async function restoreSamples(change: Change, rows: readonly SampleRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await change
      .insertInto("quality_sample")
      .values(chunk.map(asValues))
      .onConflict((conflict) => conflict.columns(["item_id", "ordinal"]).doNothing())
      .execute();
  }
}

interface Keeping {
  readonly itemId: string;
  readonly sample: NewSample;
  readonly agent: string;
}

async function keep(database: Database, change: Change, { itemId, sample, agent }: Keeping): Promise<SampleRow> {
  await holdItems(database, change, [itemId], "exclusively");
  await refuseStale(change, itemId, sample.pages);
  const ordinal = (await samplesOf(change, itemId)).length + 1;
  const row = { ...sample, itemId, ordinal, agent, drawnAt: database.now() };
  await change.insertInto("quality_sample").values(asValues(row)).execute();
  await raiseVersion(change, itemId);
  return row;
}

async function samplesOf(rows: Rows, itemId: string): Promise<readonly SampleRow[]> {
  const found = await rows.selectFrom("quality_sample").selectAll().where("item_id", "=", itemId).orderBy("ordinal").execute();
  return found.map(asSample);
}

function asValues({ itemId, ordinal, rule, lot, pages, agent, drawnAt }: SampleRow) {
  const [told, drawn] = [canonicalJson(rule), canonicalJson(pages)];
  return { item_id: itemId, ordinal, rule: told, lot, pages: drawn, agent, drawn_at: drawnAt };
}

function asSample({ item_id, drawn_at, rule, pages, ...rest }: Selectable<QualitySampleTable>): SampleRow {
  return { ...rest, itemId: item_id, drawnAt: drawn_at, rule: JSON.parse(rule), pages: JSON.parse(pages) };
}
