/** Entries of controlled lists as people write them; the lists themselves are the library's. */

/** Looks entries up in the lists that hold. */
export interface Terms {
  /** The entry that a person means by its id or by one of its names, whatever the case and the marks. */
  find(list: string, text: string): string | undefined;
  /** What an entry is called in the language of the table. */
  label(list: string, id: string): string | undefined;
}

/** Where no list is at hand: entries go by their ids. */
export const NO_TERMS: Terms = { find: () => undefined, label: () => undefined };
