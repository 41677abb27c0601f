/** The port to immutable bytes. Adapters: filesystem, s3, memory; one contract suite over all of them. */
import type { Readable } from "node:stream";
import type { Digest } from "../artifact.ts";
import type { OrphanShelf } from "./orphan-shelf.ts";

/** What a store says of an object that it holds. */
export interface Stored {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** A named, versioned description beside the objects, such as `items/AB.123/v2.json`. */
export type NamedKey = string;

/** A named text that is too large to be held: UTF-8 in a file of the caller's. */
export interface NamedFile extends Stored {
  readonly path: string;
}

/**
 * Objects by digest, and a few named JSON texts under `items/`.
 * Every call is bounded in time; a store that does not answer raises `SVC-STORE` (retry later).
 */
export interface Store {
  /** Where `gc` lays what nobody names, before it is destroyed. */
  readonly orphans: OrphanShelf;
  /**
   * Store the file under its digest and prove it: written, made durable, read back and compared.
   * Storing the same bytes again costs a look and changes nothing.
   * @throws {IntegrityError} STORE-LIED when what can be read back differs: to be tried later where nothing of it was kept,
   *   a matter for a person where the object was there before; {SpaceError} when full;
   *   {InputError} SRC-CHANGED when the file's bytes are not `expected`.
   */
  putFile(path: string, expected: Stored): Promise<void>;
  /** The object's size, or undefined when it is not there. Does not read the bytes. */
  stat(digest: Digest): Promise<Stored | undefined>;
  /** Read an object, or bytes `start` to `end` (inclusive) of it. @throws {IntegrityError} STORE-MISSING. */
  open(digest: Digest, range?: { readonly start: number; readonly end: number }): Promise<Readable>;
  /** The object as a file on this machine, if the store has it as one; never write to it. */
  localPath(digest: Digest): string | undefined;
  /** Every digest held, in order; used by `fsck`, `rebuild` and `gc` only. */
  list(): AsyncIterable<Stored & { readonly modifiedAt: Date }>;
  /** Remove an object nobody refers to. The reason goes to the log. */
  remove(digest: Digest, reason: string): Promise<void>;
  /** Write a named text once; writing other text under the same key is refused with STORE-EXISTS. */
  putNamed(key: NamedKey, text: string | NamedFile): Promise<void>;
  /** Whether there is a text under the key; it is read to its end and compared as in `getNamed`, and not held. */
  hasNamed(key: NamedKey): Promise<boolean>;
  getNamed(key: NamedKey): Promise<string | undefined>;
  /** Keys that begin with `prefix`, sorted. */
  listNamed(prefix: string): Promise<readonly NamedKey[]>;
  /** Whether the store answers: a write, a read and a removal of a small object. @throws {ServiceError} */
  check(): Promise<void>;
  close(): Promise<void>;
}
