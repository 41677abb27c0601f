/** The tables of work that was done, as Kysely sees it. */

/** Seconds that a person worked on a page or item within an hour (ISO 8601 UTC to the hour); an empty page stands for the item. */
interface WorkLogTable {
  account: string;
  item_id: string;
  page: string;
  kind: string;
  hour: string;
  seconds: number;
}

/** Runs of a stage that ended within an hour, of pages or of items; events up to the mark are counted. */
interface WorkTallyTable {
  hour: string;
  stage: string;
  is_page: number;
  count: number;
}

/** One row: the number of the last event that is counted. */
interface WorkTallyMarkTable {
  id: number;
  event_number: number;
}

/** All of them. */
export interface WorkTables {
  work_log: WorkLogTable;
  work_tally: WorkTallyTable;
  work_tally_mark: WorkTallyMarkTable;
}
