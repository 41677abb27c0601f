/** What the upload is given to hand scans in with: the very way of `sohoa add`, which the server itself may not know. */
import type { Facts } from "../../../../pipeline/errors.ts";
import type { IntakeCounts } from "../../../../pipeline/intake.ts";
import type { Language } from "../../language.ts";

/** A file as its sender names it. */
export interface NamedFile {
  readonly name: string;
  readonly sizeBytes: number;
}

/** What can be said of a file before a byte of it was sent. */
export type Foresight =
  | { readonly verdict: "send" }
  /** Litter of a system, or a copy under way: no page. */
  | { readonly verdict: "skip"; readonly reason: string }
  | { readonly verdict: "reject"; readonly code: string; readonly facts: Facts };

/** A file that is refused, by the name under which it is shown. */
export interface Refused {
  readonly name: string;
  readonly code: string;
  readonly facts: Facts;
}

/** What is to be taken in. */
export interface TakeOrder {
  /** Folder with the files that came, under their own names. */
  readonly folder: string;
  /** A folder for what is made on the way. */
  readonly scratch: string;
  readonly batchId: string;
  readonly shelfmark: string;
  readonly profile: string;
  readonly language: Language;
  /** Files that were refused before they were sent: they count as found and rejected. */
  readonly refused: readonly Refused[];
  readonly onProgress: (step: "examining" | "storing", done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** What became of a delivery. `counts.found = added + replaced + known + rejected`. */
export interface Taken {
  readonly counts: IntakeCounts;
  readonly rejected: readonly Refused[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** What concerns the batch as a whole: gaps, doubtful order, files with the same content. */
  readonly warnings: readonly { readonly code: string; readonly facts: Facts }[];
}

/** Everything about taking scans in. */
export interface Deliveries {
  /** One answer a file, in order. */
  judge(files: readonly NamedFile[]): readonly Foresight[];
  /** @throws {InputError} BATCH-ID when the folder's name makes no identifier */
  batchIdOf(folderName: string): string;
  profiles(): Promise<{ readonly names: readonly string[]; readonly preferred: string }>;
  /** Bytes that may still be written beside the library's own files. */
  freeBytes(): Promise<number>;
  /** May be called again after it failed or was interrupted. */
  take(order: TakeOrder): Promise<Taken>;
}
