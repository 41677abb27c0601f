/** The lists of OAI-PMH: records, headers and sets, a bounded number at a time. */
import { oaiIdentifier } from "../../../formats/oai/identifier.ts";
import type { OaiProblem } from "../../../formats/oai/problem.ts";
import type { OaiRequest } from "../../../formats/oai/request.ts";
import { headerElement, type OaiHeader, recordElement, setElement, tokenElement } from "../../../formats/oai/response.ts";
import { type RecordsPlace, resumptionToken } from "../../../formats/oai/resumption-token.ts";
import { KIND_NAMES, setNameOf, setSpecOf } from "../../../formats/oai/set-spec.ts";
import { element, type XmlElement } from "../../../formats/xml.ts";
import { type Announced, type AnnouncedItem, SET_KINDS } from "../../../pipeline/publication-log.ts";
import type { Site } from "../site.ts";
import { metadataOf } from "./item-metadata.ts";
import { type PublicItem, shownOf } from "./public-item.ts";
import type { Repository } from "./repository.ts";

/** Length of a list that comes at once. */
const AT_ONCE = { oai_dc: 100, mods: 100, marc21: 100, mets: 50 } as const;
/** A METS record has a place for every page of a book, so that of METS records as many come as have so many pages. */
const MOST_PAGES = 1000;
const HEADERS_AT_ONCE = 200;
const SETS_AT_ONCE = 200;

type ListRequest = Extract<OaiRequest, { readonly verb: "ListRecords" | "ListIdentifiers" }>;
type SetsRequest = Extract<OaiRequest, { readonly verb: "ListSets" }>;

/** A site with the names that harvesters know it by. */
export interface Harvested {
  readonly site: Site;
  readonly repository: Repository;
}

/** Records or headers by time of change, deleted ones among them. */
export async function listRecords(harvested: Harvested, request: ListRequest): Promise<XmlElement | OaiProblem> {
  const { ledger } = harvested.site.services;
  const begun = request.place ?? beginning(request);
  if (begun === undefined) return NO_MATCH;
  const which = announcedOf(begun);
  const size = request.place?.size ?? (await ledger.countAnnounced(which));
  if (size === 0) return NO_MATCH;
  const limit = request.verb === "ListRecords" ? AT_ONCE[begun.prefix] : HEADERS_AT_ONCE;
  const found = await ledger.announcedSince(which, { limit: limit + 1, ...(begun.after ? { after: begun.after } : {}) });
  const shown = new Map((await shownOf(harvested.site, found)).map((item) => [item.publication.item, item]));
  const isLong = request.verb === "ListRecords" && begun.prefix === "mets";
  const items = isLong ? withinPages(found.slice(0, limit), shown) : found.slice(0, limit);
  const last = items.at(-1);
  // What was left of a list may have changed since, and so have gone beyond its last day.
  if (!last) return NO_MATCH;
  const hasMore = found.length > items.length;
  const next = { ...begun, after: { at: last.at, itemId: last.itemId }, size, cursor: begun.cursor + items.length };
  const token = hasMore || request.place ? [tokenElement(hasMore ? resumptionToken(next) : "", begun.cursor, size)] : [];
  const write = (item: AnnouncedItem): XmlElement =>
    request.verb === "ListRecords"
      ? recordOf(harvested, item, shown.get(item.itemId), begun.prefix)
      : headerElement(headerOf(harvested, item, shown.has(item.itemId)));
  return element(request.verb, {}, ...items.map(write), ...token);
}

/** As many items from the begin as have so many pages together, but one at least. */
function withinPages(items: readonly AnnouncedItem[], shown: ReadonlyMap<string, PublicItem>): readonly AnnouncedItem[] {
  let pages = 0;
  const end = items.findIndex(({ itemId }) => {
    pages += shown.get(itemId)?.publication.pages.length ?? 0;
    return pages > MOST_PAGES;
  });
  return end === -1 ? items : items.slice(0, Math.max(1, end));
}

function announcedOf({ from, until, set }: Pick<Begun, "from" | "until" | "set">): Announced {
  return {
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(set === undefined ? {} : { set: { kind: set.kind, ...(set.slug === undefined ? {} : { slug: set.slug }) } }),
  };
}

type Begun = Omit<RecordsPlace, "after" | "size"> & Partial<Pick<RecordsPlace, "after">>;

function beginning({ verb, query }: ListRequest): Begun | undefined {
  if (!query || query.set === "unknown") return undefined;
  const { set, ...bounds } = query;
  return { of: verb, cursor: 0, ...bounds, ...(set === undefined ? {} : { set }) };
}

/** A record as it may be seen now. */
export function recordOf(
  harvested: Harvested,
  item: AnnouncedItem,
  shown: PublicItem | undefined,
  prefix: Begun["prefix"],
): XmlElement {
  const metadata = shown && metadataOf(shown, prefix, harvested.site.uris, harvested.repository);
  return recordElement(headerOf(harvested, item, shown !== undefined), prefix, metadata);
}

function headerOf({ repository }: Harvested, { itemId, at, sets }: AnnouncedItem, isShown: boolean): OaiHeader {
  const identifier = oaiIdentifier(repository.identifier, itemId);
  return { identifier, datestamp: at, setSpecs: sets.map(setSpecOf), isDeleted: !isShown };
}

/** First the kinds of sets, each with all that is in a set of the kind; then the sets. */
export async function listSets({ site }: Harvested, { place }: SetsRequest): Promise<XmlElement | OaiProblem> {
  const limit = SETS_AT_ONCE;
  const found = await site.services.ledger.itemSets({ limit: limit + 1, ...(place ? { after: place.after } : {}) });
  const sets = found.slice(0, limit);
  if (sets.length === 0) return place ? NO_MORE_SETS : NO_SETS;
  const kinds = place ? [] : SET_KINDS.map((kind) => setElement(setSpecOf({ kind }), KIND_NAMES[kind]));
  const cursor = place?.cursor ?? 0;
  const last = sets.at(-1);
  const sent = kinds.length + sets.length;
  const isLast = !last || found.length <= limit;
  const token = isLast
    ? ""
    : resumptionToken({ of: "ListSets", after: { kind: last.kind, slug: last.slug }, cursor: cursor + sent });
  return element(
    "ListSets",
    {},
    ...kinds,
    ...sets.map((set) => setElement(setSpecOf(set), setNameOf(set))),
    ...(isLast && !place ? [] : [tokenElement(token, cursor)]),
  );
}

const NO_MATCH: OaiProblem = {
  code: "noRecordsMatch",
  message: "No record was published, changed or deleted in this time and set.",
};
const NO_SETS: OaiProblem = { code: "noSetHierarchy", message: "Nothing has been published yet, so there are no sets." };
const NO_MORE_SETS: OaiProblem = {
  code: "badResumptionToken",
  message: "The list of sets ends before this place. Begin it again.",
};
