/** A draft in this browser. */
import type { WorkingText } from "../../../../pipeline/text-version.ts";

/** A text that the server may not have. */
export interface Draft {
  /** `page/client`: each open page of the browser has its own. */
  readonly key: string;
  readonly page: string;
  readonly account: string;
  readonly client: string;
  readonly base: number;
  readonly saveId: string;
  readonly content: WorkingText;
  /** ISO 8601, by the clock of this computer. */
  readonly at: string;
}
