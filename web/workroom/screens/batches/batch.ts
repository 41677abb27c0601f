/** What the server says of a batch and of its pages. */

/** An item as the list shows it. */
export interface Batch {
  readonly id: string;
  readonly shelfmark: string;
  readonly version: number;
  readonly titles: readonly { readonly text: string; readonly language: string }[];
  readonly isDescribed: boolean;
  readonly access: string;
  readonly viewingDirection: "right-to-left" | "left-to-right";
  readonly state: "empty" | "working" | "paused" | "attention" | "waiting" | "complete";
  readonly pages: number;
  readonly donePages: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
  readonly reviewedPages: number;
  readonly toRescan: number;
}

/** Where a page stands. */
export type PageState = "failed" | "rescan" | "working" | "reviewed" | "earlier-text" | "read" | "arrived";

/** A page as the grid shows it. */
export interface GridPage {
  readonly id: string;
  readonly sequence: number;
  readonly label: string;
  readonly state: PageState;
  readonly hasPicture: boolean;
  readonly stage?: string;
  readonly code?: string;
}

/** States in words and signs: colour is never the only carrier. */
export const PAGE_SIGNS: Readonly<Record<PageState, string>> = {
  failed: "✖",
  rescan: "↺",
  working: "●",
  "earlier-text": "⚠",
  reviewed: "✔",
  read: "○",
  arrived: "·",
};
