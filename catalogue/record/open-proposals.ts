/**
 * A draft and what the pages say beside it. The draft stays what the register said: a proposal is a value that a person may take,
 * never one that was entered.
 */
import { canonicalJson } from "../../pipeline/derive.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { Proposal } from "./draft.ts";

/** A proposal that would change the record. */
export interface OpenProposal {
  readonly field: Proposal["field"];
  /** What the field would hold if a person took it: of titles those that are there and the one that was read. */
  readonly value: unknown;
  /** What it holds now; undefined when it is empty. */
  readonly instead: unknown;
  /** Everything that speaks for it: title leaf and centre strip that agree are one proposal. */
  readonly evidence: readonly Proposal["evidence"][];
}

/** As much of a record as proposals are about: what is on a desk may be far from whole. */
export type Described = Pick<ItemRecord, "shelfmark" | "titles"> & Partial<Pick<ItemRecord, Proposal["field"]>>;

/** What the pages say that the record does not. A title that stands only for the shelfmark is no title yet. */
export function openProposals(record: Described, proposals: readonly Proposal[]): readonly OpenProposal[] {
  const open = new Map<string, OpenProposal>();
  for (const { field, value, evidence } of proposals) {
    const key = canonicalJson([field, value as never]);
    const known = open.get(key);
    if (known) open.set(key, { ...known, evidence: [...known.evidence, evidence] });
    else if (!isSaid(record, field, value)) {
      const instead = field === "titles" && isPlaceholder(record) ? undefined : record[field];
      open.set(key, { field, value: field === "titles" ? withTitle(record, value) : value, instead, evidence: [evidence] });
    }
  }
  return [...open.values()];
}

type Titles = ItemRecord["titles"];

function isSaid(record: Described, field: Proposal["field"], value: unknown): boolean {
  if (field !== "titles") return canonicalJson((record[field] ?? null) as never) === canonicalJson(value as never);
  return (value as Titles).every(({ text }) => record.titles.some((title) => title.text === text));
}

function isPlaceholder({ titles, shelfmark }: Described): boolean {
  return titles.length === 1 && titles[0]?.text === shelfmark;
}

/** The title on the book stands first; a draft's stand-in is no longer needed. */
function withTitle(record: Described, value: unknown): Titles {
  return isPlaceholder(record) ? (value as Titles) : [...(value as Titles), ...record.titles];
}
