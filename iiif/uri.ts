/**
 * Every identifier that leaves the house is minted here, and read back here; nothing else puts URLs together.
 * Paths: `/iiif/3/…` Presentation 3, `/iiif/image/{3,2}/<page>` Image API, `/iiif/search/{2,1}/…` Content Search,
 * `/iiif/discovery/…` Change Discovery, `/items/<item>` for people and for the files of an item.
 */
import { type Named, type Names, namedBy, type PathKind, pathOf } from "./uri-paths.ts";

/** Layers of text beside the text as written; each has annotation pages of its own. */
export type TextKind = "phien-am" | "translation";

/** What a collection brings together: the items of a library, of a class of holding, of a batch. */
export type CollectionKind = "holder" | "class" | "batch";

/** Files that describe or carry an item, by what follows its address. */
export type ItemFile = "pdf" | "text.txt" | "mods.xml" | "mets.xml" | "dc.xml" | "marc.xml";

/** Versions of Content Search that are served. */
export type SearchVersion = 1 | 2;

/** The identifiers under one base URL. */
export interface Uris {
  /** The page of the whole collection, for people. */
  home(): string;
  /** The page of results of a search by people. */
  searchPage(query: string): string;
  /** The collection of everything, or one section of its list of items, from 1. */
  collection(section?: number): string;
  collectionOf(kind: CollectionKind, slug: string, section?: number): string;
  manifest(item: string): string;
  canvas(item: string, page: string): string;
  /** The page of text annotations of a canvas: the text as written, or another layer of it. */
  annotationPage(item: string, page: string, layer?: TextKind): string;
  /** One line of text of one layer. */
  annotation(item: string, page: string, line: string, layer?: TextKind): string;
  /** The table of contents, or one division by the page on which it begins. */
  range(item: string, division: string): string;
  /** A library that gives its items here. */
  provider(slug: string): string;
  /** The picture that stands for the library. */
  logo(): string;
  imageService(page: string): string;
  /** The same pictures by Image API 2. */
  imageService2(page: string): string;
  /** A picture by Image API 3: `region/size/rotation/quality.format`. */
  image(page: string, request: string): string;
  /** Content Search in one item, without its query. */
  search(version: SearchVersion, item: string): string;
  autocomplete(version: SearchVersion, item: string): string;
  /** Content Search in everything that is public. */
  searchCollection(version: SearchVersion): string;
  autocompleteCollection(version: SearchVersion): string;
  /** Change Discovery: the ordered collection of activities, and one page of it. */
  activities(): string;
  activityPage(number: number): string;
  oai(): string;
  sitemap(): string;
  /** One part of the list of all items, from 0. */
  sitemapPart(number: number): string;
  /** All public records, as JSON lines or as a table. */
  openData(format: "jsonl" | "csv"): string;
  /** The description (DCAT) of the open data. */
  dataCatalogue(): string;
  reader(item: string): string;
  /** The item in the full viewer. */
  mirador(item: string): string;
  pdf(item: string): string;
  itemFile(item: string, file: ItemFile): string;
  alto(item: string, page: string): string;
}

/**
 * Mint identifiers under `baseUrl`, which may have a path of its own; a slash at its end makes no difference.
 */
export function urisOf(baseUrl: string): Uris {
  const base = withoutSlash(baseUrl);
  const at = <Kind extends PathKind>(kind: Kind, names: Names<Kind>): string => `${base}/${pathOf(kind, names)}`;
  const image = (page: string): string => at("image-service", { page });
  const whole = {} as const;
  return {
    home: () => at("home", whole),
    searchPage: (query) => `${at("search-page", whole)}?q=${encodeURIComponent(query)}`,
    collection: (section) =>
      section === undefined ? at("collection", whole) : at("collection-section", { section: `${section}` }),
    collectionOf: (part, slug, section) =>
      section === undefined ? at("part-collection", { part, slug }) : at("part-section", { part, slug, section: `${section}` }),
    manifest: (item) => at("manifest", { item }),
    canvas: (item, page) => at("canvas", { item, page }),
    annotationPage: (item, page, layer) =>
      layer ? at("annotation-layer", { item, page, layer }) : at("annotation-page", { item, page }),
    annotation: (item, page, line, layer) =>
      layer ? at("layer-annotation", { item, page, layer, line }) : at("annotation", { item, page, line }),
    range: (item, division) => at("range", { item, division }),
    provider: (slug) => at("provider", { slug }),
    logo: () => at("logo", whole),
    imageService: image,
    imageService2: (page) => at("image-service-2", { page }),
    image: (page, request) => `${image(page)}/${request}`,
    search: (version, item) => at("search", { version: `${version}`, item }),
    autocomplete: (version, item) => at("autocomplete", { version: `${version}`, item }),
    searchCollection: (version) => at("collection-search", { version: `${version}` }),
    autocompleteCollection: (version) => at("collection-autocomplete", { version: `${version}` }),
    activities: () => at("activities", whole),
    activityPage: (number) => at("activity-page", { number: String(number) }),
    oai: () => at("oai", whole),
    sitemap: () => at("sitemap", whole),
    sitemapPart: (number) => at("sitemap-part", { list: `${number}.xml` }),
    openData: (format) => at("open-data", { format }),
    dataCatalogue: () => at("data-catalogue", whole),
    reader: (item) => at("reader", { item }),
    mirador: (item) => at("mirador", { item }),
    pdf: (item) => at("item-file", { item, file: "pdf" }),
    itemFile: (item, file) => at("item-file", { item, file }),
    alto: (item, page) => at("alto", { item, page }),
  };
}

/**
 * What the identifier stands for, or undefined when it is not one that `urisOf(baseUrl)` mints.
 * Fragments and queries are ignored.
 */
export function parseUri(baseUrl: string, uri: string): Named | undefined {
  const base = `${withoutSlash(baseUrl)}/`;
  if (!uri.startsWith(base)) return undefined;
  return namedBy(uri.slice(base.length).replace(/[?#].*$/s, ""));
}

function withoutSlash(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, "");
}
