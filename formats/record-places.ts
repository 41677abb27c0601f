/** Where the parts of a published item stand: the addresses that a record of it gives. */

/** Absolute addresses; `identifier` is the one that a harvester knows the item by. */
export interface RecordPlaces {
  /** OAI identifier or another name that never changes. */
  readonly identifier: string;
  /** IIIF manifest. */
  readonly manifest?: string;
  /** Page for people. */
  readonly reader?: string;
  readonly pdf?: string;
  readonly thumbnail?: string;
}
