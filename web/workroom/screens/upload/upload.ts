/** What the server says of uploads. */

/** A refused file in words. */
export interface RefusedFile {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** What became of an upload; found = added + replaced + known + rejected. */
export interface Outcome {
  readonly takenAt: string;
  readonly counts: Readonly<Record<"found" | "added" | "replaced" | "known" | "superseded" | "rejected", number>>;
  readonly rejected: readonly RefusedFile[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly warnings: readonly { readonly code: string; readonly message: string; readonly advice: string }[];
}

/** An upload as the list shows it. */
export interface UploadHead {
  readonly id: string;
  readonly batch: string;
  readonly shelfmark: string;
  readonly profile: string;
  readonly by: string;
  readonly createdAt: string;
  readonly state: "sending" | "arrived" | "taking" | "done";
  readonly files: { readonly announced: number; readonly toSend: number; readonly whole: number };
  readonly bytes: { readonly toSend: number; readonly received: number };
  readonly step: { readonly step: "examining" | "storing"; readonly done: number; readonly total: number } | null;
  readonly failure: { readonly code: string; readonly message: string; readonly advice: string } | null;
  readonly outcome: Outcome | null;
}

/** One file of it. */
export interface UploadFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly receivedBytes: number;
  readonly isWhole: boolean;
  readonly verdict: "send" | "skip" | "reject";
}

/** An upload with all its files. */
export interface WholeUpload extends UploadHead {
  readonly list: readonly UploadFile[];
}

/** All that this account may see. */
export interface Uploads {
  readonly uploads: readonly UploadHead[];
  readonly profiles: { readonly names: readonly string[]; readonly preferred: string };
}
