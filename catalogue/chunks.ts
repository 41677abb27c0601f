/** Rows a statement may carry: 500 of 16 columns stay well below SQLite's 32,766 and PostgreSQL's 65,535 parameters. */
export const ROWS_PER_STATEMENT = 500;

/** The list in pieces of at most `size`. */
export function* chunksOf<T>(list: readonly T[], size = ROWS_PER_STATEMENT): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
