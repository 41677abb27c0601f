/** Rows a statement may carry: 256 of 16 columns stay well below SQLite's 32,766 and PostgreSQL's 65,535 parameters. */
const ROWS_PER_STATEMENT = 256;

/**
 * The list in pieces for one statement each. What is left after full pieces goes in powers of two, so that the statements
 * of all lists together have nine lengths and can be kept prepared.
 */
export function* chunksOf<T>(list: readonly T[]): Generator<readonly T[]> {
  let size = ROWS_PER_STATEMENT;
  for (let at = 0; at < list.length; at += size) {
    while (size > list.length - at) size /= 2;
    yield list.slice(at, at + size);
  }
}
