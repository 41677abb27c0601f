/**
 * The port to what the public was shown, when, and what was taken back: one line an activity, written in the transaction that
 * moves the pointers. The catalogue cannot read objects, so whoever stores a publication or a record first *discloses* what
 * decides who may see it; what was not disclosed is *due* until somebody does (`settle-publications.ts`).
 */
import type { Digest, Role } from "./artifact.ts";

/** Who may see an item, as its record and its publication say. */
export type Access = "public" | "internal" | "restricted";

/** What a stored publication or record says of who may see it and where it belongs; the bytes never change, so neither does this. */
export interface Disclosure {
  readonly digest: Digest;
  readonly access: Access;
  /** The record that a publication was made with. */
  readonly record?: Digest;
  readonly holder?: string;
  readonly holdingClass?: string;
}

/** By what items are put together for readers and harvesters. */
export const SET_KINDS = ["holder", "class", "batch"] as const;
/** One of {@link SET_KINDS}. */
export type SetKind = (typeof SET_KINDS)[number];

/** A set of public items: those of a library, of a class of holdings, or of a batch. */
export interface ItemSet {
  readonly kind: SetKind;
  /** Unique among the sets of its kind, safe in URLs. */
  readonly slug: string;
  /** As the record has it. */
  readonly name: string;
}

/** What happened to a public item; the names are those of IIIF Change Discovery. */
export type ActivityKind = "create" | "update" | "delete";

/** One line of the log. Lines are never changed and never removed. */
export interface Activity {
  /** 1 for the first; rises by 1, and `at` never falls while it rises. */
  readonly number: number;
  readonly itemId: string;
  readonly kind: ActivityKind;
  /** ISO 8601 UTC to the second, such as 2026-11-20T08:00:00Z; the second in which it was over. */
  readonly at: string;
  /** What was shown from then on; of a delete, what was shown until then. */
  readonly publication: Digest;
  /** As they were at that time. */
  readonly sets: readonly ItemSet[];
}

/** An item that is public, or once was: where its last activity left it. */
export interface AnnouncedItem {
  readonly itemId: string;
  /** False when it was taken back. */
  readonly isPublic: boolean;
  readonly at: string;
  readonly publication: Digest;
  readonly sets: readonly ItemSet[];
}

/** Which announced items are meant. All bounds are inclusive. */
export interface Announced {
  readonly from?: string;
  readonly until?: string;
  /** A set, or all sets of a kind. */
  readonly set?: { readonly kind: SetKind; readonly slug?: string };
  /** Leave out what was taken back. */
  readonly isPublic?: true;
}

/** A digest that decides who may see an item and that nobody has disclosed yet. */
export interface Undisclosed {
  readonly itemId: string;
  readonly missing: readonly { readonly digest: Digest; readonly role: Role }[];
}

/** What the public was shown, and when. */
export interface PublicationLog {
  /**
   * Keep what publications and records say of themselves. With `itemId`, an item that was due is looked at again in the same
   * transaction; an activity that this brings to light makes a new version of the item. Returns what is still missing of it.
   */
  disclose(disclosures: readonly Disclosure[], itemId?: string): Promise<Undisclosed["missing"]>;
  /** Items that wait for a disclosure, by identifier after `after`. */
  undisclosed(limit: number, after?: string): Promise<readonly Undisclosed[]>;
  /** The log from `first` to `last`, both inclusive, in order. */
  activities(first: number, last: number): Promise<readonly Activity[]>;
  /** Everything that happened to an item, in order. */
  activitiesOf(itemId: string): Promise<readonly Activity[]>;
  /** How many activities there are, the number of the last, and the time of the first; zero and undefined when there is none. */
  logExtent(): Promise<{ readonly count: number; readonly last: number; readonly earliest: string | undefined }>;
  /** The last state of one item; undefined when it never was public. */
  announcedItem(itemId: string): Promise<AnnouncedItem | undefined>;
  /** Announced items by time and identifier, after a place in that order. */
  announcedSince(
    which: Announced,
    page: { readonly limit: number; readonly after?: { readonly at: string; readonly itemId: string } },
  ): Promise<readonly AnnouncedItem[]>;
  countAnnounced(which: Announced): Promise<number>;
  /**
   * Public items by identifier, after `after` or from the `skip`th on; for lists of everything. Items that wait for a disclosure are
   * left out: nobody can say whether they are public still.
   */
  publicItems(page: {
    readonly limit: number;
    readonly after?: string;
    readonly skip?: number;
  }): Promise<readonly AnnouncedItem[]>;
  /** The time of the last change among public items from the `skip`th on; undefined when there are none. */
  lastChange(page: { readonly limit: number; readonly skip: number }): Promise<string | undefined>;
  /** Sets with at least one item that is or was public, by kind and slug. */
  itemSets(page: {
    readonly limit: number;
    readonly after?: { readonly kind: string; readonly slug: string };
    readonly kind?: SetKind;
  }): Promise<readonly ItemSet[]>;
}
