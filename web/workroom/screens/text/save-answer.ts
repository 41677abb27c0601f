/** What the server says to a save. */
import type { TextState, TextVersion } from "../../../../pipeline/text-version.ts";

/** What came of a save. */
export type SaveAnswer =
  | { readonly outcome: "saved"; readonly number: number; readonly savedAt: string }
  | { readonly outcome: "conflict"; readonly aside: number; readonly theirs: TextVersion; readonly base?: TextVersion }
  | { readonly outcome: "closed"; readonly aside: number; readonly state: TextState; readonly theirs?: TextVersion };
