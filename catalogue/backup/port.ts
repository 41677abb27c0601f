/** Every row of the catalogue, out and in again, in the same form for both databases. */

/** A value as it stands in JSON; bytes become `{"~bytes": <base64>}`. */
export type Row = Readonly<Record<string, unknown>>;

/** Some rows of one table. Tables come in an order in which each follows those that it refers to. */
export interface RowChunk {
  readonly table: string;
  readonly rows: readonly Row[];
}

/** Copies of the whole catalogue. */
export interface CatalogueCopies {
  /** Names of the migrations that made its tables, sorted. */
  schema(): Promise<readonly string[]>;
  /**
   * Hand out all rows as they were at one moment; others go on writing meanwhile. Left out is what is made again by itself
   * (the search index), what is only true at the moment (duties, presences), and what lets people in (sessions, tokens).
   */
  dump(take: (chunk: RowChunk) => Promise<void>): Promise<void>;
  /** True when no item, artifact, person, register or target is there. */
  isEmpty(): Promise<boolean>;
  /** Put rows into an empty catalogue, all or none, and count them. @throws {InputError} BACKUP-NOT-EMPTY */
  load(chunks: AsyncIterable<RowChunk>): Promise<number>;
}
