/** The tables of working texts, as Kysely sees them. */
import type { TextState } from "../../pipeline/text-version.ts";

/** Where the text of one page stands; the row that writers hold. */
interface TextPageTable {
  subject: string;
  item_id: string;
  state: TextState;
  /** The version that the page shows; 0: the machine's reading. */
  latest: number;
  /** The highest number given; above `latest` where versions were kept aside. */
  last_number: number;
  /** How many rows `text_version` must have; below `last_number` after a catalogue was rebuilt. */
  versions: number;
  /** The version that was declared corrected last, and by whom; 0 and empty when there is none. */
  corrected_number: number;
  corrected_by: string;
  approved_by: string;
  /** The version whose text the gate was answered with last. */
  answered_number: number;
  /** Somebody is answering the gate, until this time. */
  answering_until: string;
  /** The highest version that the store carries, and the state that it tells of. */
  settled_number: number;
  settled_state: TextState;
  changed_at: string;
}

/** One version; rows are never changed. */
interface TextVersionTable {
  subject: string;
  number: number;
  parent: number;
  is_aside: number;
  save_id: string;
  author: string;
  saved_at: string;
  /** SHA-256 of the content as canonical JSON. */
  digest: string;
  /** The version whose content the compression begins from; 0: from nothing. */
  key_number: number;
  /** The content as canonical JSON, deflated. */
  content: Uint8Array;
}

/** One open page of a browser that shows the text of a page. */
interface TextPresenceTable {
  subject: string;
  client: string;
  account: string;
  holds: number;
  since: string;
  seen_at: string;
}

/** All of them. */
export interface TextTables {
  text_page: TextPageTable;
  text_version: TextVersionTable;
  text_presence: TextPresenceTable;
}
