/** What shows that an item is digitized, and since when. */
import type { Digest } from "../../pipeline/artifact.ts";
import { holdsOn, type Period } from "../organisation/organisation.ts";
import type { Definition } from "../target.ts";

/** One item with everything that speaks for it. Days are ISO 8601, in the time zone of reports. */
export interface DigitizedItem {
  readonly itemId: string;
  readonly shelfmark: string;
  /** Pages of its closed page list. */
  readonly pages: number;
  /** When the public could see it. */
  readonly shown: readonly Period[];
  /** Since when there is an archival package. */
  readonly archivedOn: string | undefined;
  /** Since when a person has answered for its record. */
  readonly describedOn: string | undefined;
  /** Current artifacts that carry the evidence, for those who ask what is behind a number. */
  readonly publication: Digest | undefined;
  readonly aip: Digest | undefined;
  /** Artifacts that were found missing or changed and not found sound since. */
  readonly damage: readonly Damage[];
}

/** A current artifact of an item whose bytes are not what they were. */
export interface Damage {
  readonly digest: Digest;
  readonly outcome: "mismatch" | "missing";
  /** The day on which it was found. */
  readonly foundOn: string;
  /** The page that it belongs to; undefined when it belongs to the whole item. */
  readonly page: string | undefined;
}

/** Whether an item is digitized on a day, by a definition, and how many of its pages. */
export interface Digitized {
  readonly isDigitized: boolean;
  readonly pages: number;
}

/**
 * An item counts when what the definition asks for was there on the day and none of its current artifacts was known to be
 * damaged; its pages count one by one, less those that are damaged.
 */
export function digitizedOn(item: DigitizedItem, definition: Definition, date: string): Digitized {
  if (!isAnswered(item, definition, date)) return { isDigitized: false, pages: 0 };
  if (item.damage.length === 0) return { isDigitized: true, pages: item.pages };
  const known = item.damage.filter((each) => each.foundOn <= date);
  if (known.length === 0) return { isDigitized: true, pages: item.pages };
  const isWhole = known.some((each) => each.page === undefined);
  const damagedPages = new Set(known.map((each) => each.page)).size;
  return { isDigitized: false, pages: isWhole ? 0 : Math.max(0, item.pages - damagedPages) };
}

function isAnswered(item: DigitizedItem, definition: Definition, date: string): boolean {
  const isBy = (day: string | undefined) => day !== undefined && day <= date;
  switch (definition) {
    case "published":
      return item.shown.some((period) => holdsOn(period, date));
    case "archived":
      return isBy(item.archivedOn);
    case "archived-and-described":
      return isBy(item.archivedOn) && isBy(item.describedOn);
  }
}
