/**
 * The tables of the catalogue, as Kysely sees them: one schema for SQLite and PostgreSQL.
 * Times are ISO 8601 texts from the catalogue's clock, truths are 0 or 1, structured values are JSON texts.
 * An empty text in `not_before` and `verified_at` means "at once" and "never": both sort first everywhere.
 */
import type { Generated } from "kysely";
import type { Role } from "../pipeline/artifact.ts";
import type { BatchRow, EventRow, TaskState, VerdictRow } from "../pipeline/ledger-rows.ts";
import type { Access, ActivityKind, SetKind } from "../pipeline/publication-log.ts";
import type { RecordTables } from "./record-versions/tables.ts";
import type { TextTables } from "./text/tables.ts";
import type { UserTables } from "./users/tables.ts";
import type { WorkTables } from "./work-log/tables.ts";

/** What arrived together. */
export interface BatchTable {
  id: string;
  item_id: string;
  profile: string;
  state: BatchRow["state"];
  created_at: string;
}

/** One bibliographic unit. */
export interface ItemTable {
  id: string;
  shelfmark: string;
  profile: string;
  version: number;
  stored_version: number;
  paused: number;
  cancelled: number;
  created_at: string;
  /** The workflow that planned the item last; empty when none is known to have. */
  workflow: Generated<string>;
  urgency: Generated<number>;
}

/** One master image's place in an item. */
export interface PageTable {
  id: string;
  item_id: string;
  batch_id: string;
  sequence: number;
  label: string;
  source_name: string;
  source_path: string;
}

/** A file that was handed over and refused. */
export interface RejectionTable {
  batch_id: string;
  source_path: string;
  code: string;
  facts: string;
  recorded_at: string;
}

/** One immutable object of the store. */
export interface ArtifactTable {
  digest: string;
  size_bytes: number;
  media_type: string;
  created_at: string;
  verified_at: string;
}

/** One look at an object's bytes; rows are never changed. */
export interface FixityTable {
  number: Generated<number>;
  digest: string;
  outcome: "match" | "mismatch" | "missing";
  checked_at: string;
  agent: Generated<string>;
  copy: Generated<string>;
  bytes_read: Generated<number>;
}

/** An object that a copy beside the store holds. */
export interface ObjectCopyTable {
  copy: string;
  digest: string;
  copied_at: string;
  verified_at: string;
}

/** Something done to an object at rest; rows are never changed. */
export interface ObjectActTable {
  number: Generated<number>;
  digest: string;
  act: "replication" | "quarantine" | "recovery";
  copy: string;
  detail: string;
  agent: string;
  at: string;
}

/** Which artifact is current for a subject and role: the only mutable fact about artifacts. */
export interface CurrentTable {
  subject: string;
  role: Role;
  item_id: string;
  digest: string;
}

/** How many pointers of a role an item has, with those of its pages; kept by the database (decision 33). */
export interface RoleCountTable {
  item_id: string;
  role: Role;
  count: number;
}

/** How many objects have rows, and were ever looked at; summed over slots, kept by the database. */
export interface ArtifactCountTable {
  is_verified: number;
  slot: number;
  count: number;
}

/** A run of a stage, named by its inputs; `outputs` and the rest are null until it was made. */
export interface DerivationTable {
  key: string;
  stage: string;
  stage_version: number;
  params: string;
  inputs: string;
  outputs: string | null;
  made_at: string | null;
}

/** A long list of input artifacts, kept once under the digest of its text however many derivations read it. */
export interface ArtifactListTable {
  digest: string;
  artifacts: string;
}

/** A derivation that is due, or was. */
export interface TaskTable {
  number: Generated<number>;
  id: string;
  subject: string;
  item_id: string;
  stage: string;
  derivation: string;
  priority: number;
  state: TaskState;
  attempts: number;
  not_before: string;
  lease_owner: string | null;
  lease_token: string | null;
  lease_until: string | null;
  failure_code: string | null;
  failure: string | null;
  updated_at: string;
}

/** How many tasks are over; summed over slots, kept by the database. */
export interface OverTaskCountTable {
  stage: string;
  state: "done" | "gone";
  slot: number;
  count: number;
}

/** What happened, in order; rows are never changed. */
export interface EventTable {
  number: Generated<number>;
  item_id: string;
  subject: string;
  derivation: string;
  stage: string;
  stage_version: number;
  agent: string;
  started_at: string;
  ended_at: string;
  outcome: EventRow["outcome"];
  outputs: string;
  /** The version of the item whose description tells of this event first. */
  described_in: number;
}

/** What a person said of a page's master; rows are never changed. */
export interface VerdictTable {
  item_id: string;
  /** 1 for the item's first; without gaps, so that a lost row shows. */
  ordinal: number;
  subject: string;
  master: string;
  verdict: VerdictRow["verdict"];
  reason: string;
  note: string;
  agent: string;
  judged_at: string;
}

/** Pages that were drawn for a person to look at; rows are never changed. */
export interface QualitySampleTable {
  item_id: string;
  /** 1 for the item's first; without gaps. */
  ordinal: number;
  /** JSON, as the rest of what is not asked for by columns. */
  rule: string;
  lot: number;
  pages: string;
  agent: string;
  drawn_at: string;
}

/** What an administrator set; the last row of a name counts, rows are never changed. */
export interface SettingTable {
  number: number;
  name: string;
  value: string;
  agent: string;
  set_at: string;
}

/** How often a subject's situation changed, and which of these changes planning has seen. */
export interface PlanMarkTable {
  subject: string;
  item_id: string;
  mark: number;
  planned: number;
  changed_at: string;
}

/** A named duty held by one process at a time. */
export interface DutyTable {
  name: string;
  owner: string;
  held_until: string;
}

/** One item a library owns, over a time; empty texts stand for "always" and "still". `columns` is the row as JSON. */
export interface RegisterEntryTable {
  shelfmark_key: string;
  valid_from: string;
  valid_until: string;
  shelfmark: string;
  title: string;
  holder: string;
  holding_class: string;
  pages: number | null;
  columns: string;
  updated_at: string;
}

/** One import of the register; `counts` as JSON. */
export interface RegisterImportTable {
  id: string;
  at: string;
  agent: string;
  file: string;
  counts: string;
  undone_at: string | null;
}

/** What an import made of one shelfmark: its states before and after, as JSON. */
export interface RegisterChangeTable {
  import_id: string;
  shelfmark_key: string;
  before: string;
  after: string;
}

/** What a person said that a heading means. */
export interface RegisterHeadingTable {
  heading: string;
  column: string;
}

/** An organisation with its dates as JSON. */
export interface OrganisationTable {
  id: string;
  organisation: string;
  set_at: string;
}

/** One row of a simple counted register as JSON. */
export interface CountedEntryTable {
  register: string;
  key: string;
  entry: string;
  updated_at: string;
}

/** A digitization target as JSON. */
export interface TargetTable {
  name: string;
  target: string;
  set_at: string;
}

/** What a stored publication or record says of who may see it. */
export interface DisclosureTable {
  digest: string;
  access: Access;
  record: string | null;
  holder: string | null;
  holding_class: string | null;
}

/** Items whose publication or record nobody has disclosed. */
export interface DisclosureDueTable {
  item_id: string;
}

/** What the public was shown, and when; rows are never changed. */
export interface ActivityTable {
  /** Given by `activity_clock`, without gaps. */
  number: number;
  item_id: string;
  kind: ActivityKind;
  /** To the second, UTC. */
  at: string;
  publication: string;
  sets: string;
}

/** One row: the number and the time of the last activity. */
export interface ActivityClockTable {
  id: number;
  number: number;
  at: string;
}

/** Where its last activity left an item. */
export interface AnnouncedItemTable {
  item_id: string;
  is_public: number;
  at: string;
  publication: string;
  sets: string;
}

/** The sets of `announced_item`, to be asked by set. */
export interface AnnouncedSetTable {
  item_id: string;
  kind: SetKind;
  slug: string;
  name: string;
  at: string;
}

/** An item of the search index; what it is made from says whether it is still true. */
export interface SearchItemTable {
  number: Generated<number>;
  item_id: string;
  /** Digest of the publication that the rows were made from; empty while they are being made. */
  publication: string;
  /** Digest of the record or draft that was current then; empty when there was none. */
  described: string;
  tokens_version: number;
  /** Who makes the rows now. */
  keeper: string;
  is_public: number;
  shelfmark: string;
  titles: string;
  language: string;
  page_count: number;
}

/** A page of the search index; its tokens are in `search_text`, which each database keeps in its own way. */
export interface SearchPageTable {
  id: number;
  folded: string;
  page: string;
}

/** What an item can be chosen by. */
export interface SearchFacetTable {
  item_number: number;
  facet: string;
  value: string;
}

/** All tables. */
export interface Schema extends TextTables, UserTables, RecordTables, WorkTables {
  batch: BatchTable;
  item: ItemTable;
  page: PageTable;
  rejection: RejectionTable;
  artifact: ArtifactTable;
  fixity: FixityTable;
  object_copy: ObjectCopyTable;
  object_act: ObjectActTable;
  current: CurrentTable;
  role_count: RoleCountTable;
  artifact_count: ArtifactCountTable;
  over_task_count: OverTaskCountTable;
  derivation: DerivationTable;
  artifact_list: ArtifactListTable;
  task: TaskTable;
  event: EventTable;
  verdict: VerdictTable;
  quality_sample: QualitySampleTable;
  setting: SettingTable;
  plan_mark: PlanMarkTable;
  duty: DutyTable;
  register_entry: RegisterEntryTable;
  register_import: RegisterImportTable;
  register_change: RegisterChangeTable;
  register_heading: RegisterHeadingTable;
  organisation: OrganisationTable;
  counted_entry: CountedEntryTable;
  target: TargetTable;
  disclosure: DisclosureTable;
  disclosure_due: DisclosureDueTable;
  activity: ActivityTable;
  activity_clock: ActivityClockTable;
  announced_item: AnnouncedItemTable;
  announced_set: AnnouncedSetTable;
  search_item: SearchItemTable;
  search_page: SearchPageTable;
  search_facet: SearchFacetTable;
}
