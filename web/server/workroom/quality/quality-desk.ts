/** What the desk for pictures is given to say things with: the words and marks of the contact sheet, and the rescan list. */
import type { ItemQuality } from "../../../../catalogue/quality/gather.ts";
import type { PageQuality } from "../../../../catalogue/quality/page-quality.ts";
import type { Size } from "../../../../pipeline/geometry.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import type { Language } from "../../language.ts";

/** A finding in words; places are x and y in turn, in pixels of the upright master and of the cleaned picture. */
export interface ShownFinding {
  readonly severity: "note" | "warning" | "rescan";
  readonly code: string;
  readonly text: string;
  readonly advice: string;
  readonly onMaster: readonly number[] | null;
  readonly onClean: readonly number[] | null;
}

/** A page at the desk. */
export interface ShownQuality {
  readonly id: string;
  readonly sequence: number;
  readonly title: string;
  readonly facts: string;
  /** The picture that a verdict is about. */
  readonly master: string;
  readonly standing: PageQuality["standing"];
  readonly verdict: { readonly kind: "accept" | "rescan"; readonly text: string } | null;
  /** Sizes of the whole pictures; null while there is none. */
  readonly before: Size | null;
  readonly after: Size | null;
  /** From the upright master to the cleaned picture: a b c d e f g h. */
  readonly toClean: readonly number[] | null;
  readonly findings: readonly ShownFinding[];
}

/** Gathers and says. */
export interface QualityDesk {
  gather(item: ItemRow): Promise<ItemQuality>;
  show(quality: ItemQuality, language: Language): readonly ShownQuality[];
  /** Reasons for another scan, in the order offered; `other` needs a note. */
  reasons(language: Language): readonly { readonly code: string; readonly text: string }[];
  /** XLSX with thumbnails. */
  rescanList(pages: readonly PageQuality[], language: Language): Promise<Buffer>;
}
