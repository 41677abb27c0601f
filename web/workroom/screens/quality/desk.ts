/** What the server says of the quality of an item. */

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A finding; places are x and y in turn. */
export interface Finding {
  readonly severity: "note" | "warning" | "rescan";
  readonly code: string;
  readonly text: string;
  readonly advice: string;
  readonly onMaster: readonly number[] | null;
  readonly onClean: readonly number[] | null;
}

/** A page's rectangle, in pixels of the upright original. */
export interface PageFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a person wishes for a picture; `measured` takes it back. */
export type Wish = { readonly kind: "measured" } | Treatment;
/** What a person wished instead of what was measured. */
export type Treatment = { readonly kind: "original" } | { readonly kind: "framed"; readonly frame: PageFrame };

/** What is known of the item's lot. */
export interface Lot {
  readonly rule: { readonly share: number; readonly least: number; readonly tolerated: number } | null;
  readonly samples: number;
  readonly isDue: boolean;
  readonly statement: LotStatement | null;
}

/** What the last sample says. */
export interface LotStatement {
  readonly state: "open" | "accepted" | "refused";
  readonly drawnBy: string;
  readonly drawnAt: string;
  readonly lot: number;
  readonly drawn: number;
  readonly looked: number;
  readonly bad: number;
  readonly gone: number;
  readonly unjudgedMarks: number;
  readonly badInLot: { readonly low: number; readonly high: number } | null;
  readonly toJudge: readonly string[];
}

/** A page at the desk. */
export interface JudgedPage {
  readonly id: string;
  readonly sequence: number;
  readonly title: string;
  readonly facts: string;
  readonly master: string;
  readonly standing: "clean" | "note" | "warning" | "rescan" | "accepted" | "unmeasured";
  readonly verdict: { readonly kind: "accept" | "rescan"; readonly text: string } | null;
  readonly before: Size | null;
  readonly after: Size | null;
  readonly toClean: readonly number[] | null;
  readonly findings: readonly Finding[];
  readonly treatment: Treatment | null;
  /** Names the cleaned picture: another one has another. */
  readonly clean: string | null;
  /** It is being made again. */
  readonly isUnderWay: boolean;
}

/** All of it. */
export interface Desk {
  readonly item: string;
  readonly shelfmark: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly lot: Lot;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  readonly pages: readonly JudgedPage[];
}
