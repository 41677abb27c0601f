/** Whether a folder into which others copy has come to rest. Pure: what was seen, and for how long it has been so, goes in. */

/** A file as it is seen from outside. */
export interface SeenFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
  /** A copy that is under way, by its name. */
  readonly isUnfinished: boolean;
}

/** A file and since when it has looked so. The clock is any that only rises. */
export interface Watched extends SeenFile {
  readonly sinceMs: number;
}

/** How long a folder is waited for. */
export interface Patience {
  /** A file counts as copied when it has not changed for so long. */
  readonly settleMs: number;
  /** A file that cannot be whole, and a copy that does not get on, are waited for so long before they are told as they are. */
  readonly patienceMs: number;
  /** A file by which the sender says that all is there; null where none is asked for. */
  readonly marker: string | null;
}

/** What was seen now, with the times of what has not changed since it was seen before. */
export function watched(before: readonly Watched[], now: readonly SeenFile[], nowMs: number): readonly Watched[] {
  const known = new Map(before.map((each) => [each.name, each]));
  return now.map((each) => {
    const earlier = known.get(each.name);
    const isSame =
      earlier?.sizeBytes === each.sizeBytes && earlier.modifiedMs === each.modifiedMs && earlier.inode === each.inode;
    return { ...each, sinceMs: isSame ? earlier.sinceMs : nowMs };
  });
}

/** What stands in the way of taking the folder in: the file still changing, or the marker that is missing. */
export type Hindrance =
  | { readonly why: "empty" }
  | { readonly why: "changing"; readonly name: string; readonly sizeBytes: number }
  | { readonly why: "no-marker" };

/** Undefined when the folder is at rest. */
export function hindranceOf(
  files: readonly Watched[],
  nowMs: number,
  { settleMs, patienceMs, marker }: Patience,
): Hindrance | undefined {
  if (files.every(({ name }) => name === marker)) return { why: "empty" };
  const changing = files.find(({ sinceMs, isUnfinished }) => nowMs - sinceMs < (isUnfinished ? patienceMs : settleMs));
  if (changing) return { why: "changing", name: changing.name, sizeBytes: changing.sizeBytes };
  if (marker !== null && !files.some(({ name }) => name === marker)) return { why: "no-marker" };
  return undefined;
}

/** For how long nothing in the folder has changed. */
export const quietMs = (files: readonly Watched[], nowMs: number): number =>
  Math.min(...files.map(({ sinceMs }) => nowMs - sinceMs));

/** The same for the same files in the same state, whatever their order. */
export const signatureOf = (files: readonly SeenFile[]): string =>
  files
    .map(({ name, sizeBytes, modifiedMs, inode }) => JSON.stringify([name, sizeBytes, modifiedMs, inode]))
    .sort()
    .join("\n");
