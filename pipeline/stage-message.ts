/** What a worker and the child process that runs stages say to each other. Plain values only. */
import type { InputFile } from "./stage.ts";

/** Run this stage once. Paths are of this machine; `inputs` are lists where an item-wide stage sees pages. */
export interface StageRequest {
  readonly id: string;
  readonly stage: string;
  readonly version: number;
  readonly params: unknown;
  readonly inputs: Readonly<Record<string, InputFile | readonly InputFile[]>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly scratch: string;
}

/** How the run ended. */
export type StageReply =
  | { readonly id: string; readonly ok: true }
  | {
      readonly id: string;
      readonly ok: false;
      readonly code: string;
      readonly facts: Readonly<Record<string, string | number | boolean>>;
      readonly retry: "never" | "later" | "person";
      readonly detail: string;
    };
