/** The figures of the dashboard as the server tells them; see web/server/workroom/progress/shown-figures.ts. */

/** A part of a whole; null where nothing counts. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  readonly percentage: number | null;
}

export interface Part {
  readonly name: string;
  readonly items: Share;
  readonly pages: Share;
}

export interface Point {
  readonly date: string;
  readonly share: Share;
}

export type Forecast =
  | { readonly kind: "reached" | "nothing-counts" | "too-little-known" }
  | {
      readonly kind: "range";
      readonly perWeek: number;
      readonly from: string;
      readonly until: string | null;
      readonly neededPerWeek: number | null;
    };

export interface Target {
  readonly name: string;
  readonly classes: readonly string[];
  readonly organisation: string | null;
  readonly counted: string | null;
  readonly percentage: number;
  readonly deadline: string;
  readonly unit: "items" | "pages";
  readonly definition: "published" | "archived" | "archived-and-described";
  readonly source?: string;
}

export interface Standing {
  readonly target: Target;
  readonly share: Share;
  readonly items: Share | null;
  readonly pages: Share | null;
  readonly isReached: boolean;
  readonly missing: number;
  readonly daysLeft: number;
  readonly overdueDays: number;
  readonly ended: { readonly into: string; readonly on: string } | null;
  readonly withoutExtent: number;
  readonly byHolder: readonly Part[];
  readonly byClass: readonly Part[];
  readonly burnUp: readonly Point[];
  readonly forecast: Forecast;
}

export interface Import {
  readonly id: string;
  /** Day of Vietnam, ISO 8601. */
  readonly on: string;
  readonly file: string;
  readonly counts: { readonly added: number; readonly updated: number };
}

export const FUNNEL_STEPS = ["scanned", "processed", "read", "reviewed", "described", "published"] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

export interface Funnel {
  readonly steps: readonly {
    readonly step: FunnelStep;
    readonly items: number;
    readonly pages: number;
    readonly held: number;
  }[];
  readonly narrowest: FunnelStep | null;
  readonly registered: number;
  readonly notScanned: number;
  readonly notRegistered: number;
  readonly cancelled: number;
  readonly empty: number;
  readonly publishedWithoutReview: number;
  readonly publishedWithoutRecord: number;
}

export const BACKLOG_PARTS = ["waiting", "running", "failed", "person", "open"] as const;

export type Backlog = {
  readonly stage: string;
  readonly words: string;
  readonly of: "page" | "item";
} & Readonly<Record<(typeof BACKLOG_PARTS)[number], number>>;

export interface Progress {
  readonly date: string;
  readonly countedAt: string;
  readonly isCurrent: boolean;
  readonly register: { readonly entries: number; readonly import: Import | null };
  readonly imports: readonly Import[];
  readonly targets: readonly Standing[];
  readonly funnel: Funnel | null;
  readonly backlog: readonly Backlog[] | null;
  readonly throughput: {
    readonly weeks: readonly string[];
    readonly stages: readonly {
      readonly stage: string;
      readonly words: string;
      readonly of: "page" | "item";
      readonly counts: readonly number[];
      readonly total: number;
    }[];
  };
  readonly people: {
    readonly weeks: readonly string[];
    readonly kinds: readonly {
      readonly kind: "text-review" | "metadata-entry" | "quality";
      readonly totalMinutes: number;
      readonly answers: number;
      readonly logged: number;
      readonly unknown: number;
    }[];
  };
}

/** A list that is open: its title and where its rows are. */
export interface OpenList {
  readonly title: string;
  readonly path: string;
}

/** Opens the list behind a figure. */
export type ShowList = (list: OpenList) => void;

/** The path of the rows behind a target. */
export function explainPath(target: Target, filter: Readonly<Record<string, string>> = {}): string {
  return `/api/progress/targets/${encodeURIComponent(target.name)}/explain?${new URLSearchParams(filter)}`;
}
