/**
 * Where objects wait that nobody names: out of the way, whole, and easily put back. Their key tells the day they were laid
 * there, so that a crash in the middle cannot make them look older than they are.
 */
import type { Digest } from "../artifact.ts";
import { isDigest } from "../artifact.ts";

/** An object on the shelf. */
export interface Shelved {
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** The UTC day it was laid there, `2026-11-21`. */
  readonly day: string;
}

/** The shelf of a store. Laying and putting back may be interrupted anywhere and begun again. */
export interface OrphanShelf {
  /**
   * Take an object out of the store, unless it was stored or found there again after `untouchedSince`.
   * `touched`: it stays (or was put back at once).
   */
  lay(digest: Digest, day: string, untouchedSince: Date): Promise<"laid" | "touched" | "absent">;
  /** What lies there, by day. */
  list(): AsyncIterable<Shelved>;
  /** Put an object back under its digest. Doing so again changes nothing. */
  putBack(shelved: Shelved): Promise<void>;
  /** Destroy it; nothing brings it back. The reason goes to the log. */
  destroy(shelved: Shelved, reason: string): Promise<void>;
}

/** The folder of the shelf in a store. */
export const SHELF = "orphans";

/** Where an object lies on the shelf, relative to the store. */
export function shelfKey(digest: Digest, day: string): string {
  return `${SHELF}/${day}/${digest}`;
}

/** The object that a key of the shelf stands for. */
export function shelvedAt(key: string, sizeBytes: number): Shelved | undefined {
  const [folder, day = "", digest = "", ...rest] = key.split("/");
  const isOurs = folder === SHELF && rest.length === 0 && isDay(day) && isDigest(digest);
  return isOurs ? { digest, day, sizeBytes } : undefined;
}

/** True for `2026-11-21`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
