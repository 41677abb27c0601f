/** The shapes of all public addresses: one table, from which identifiers are both minted and read back. */

/** Each kind of address as a path under the base URL; `:name` stands for one percent-encoded name. */
export const PATHS = {
  home: "",
  "search-page": "search",
  collection: "iiif/3/collection",
  "collection-section": "iiif/3/collection/:section",
  "part-collection": "iiif/3/collections/:part/:slug",
  "part-section": "iiif/3/collections/:part/:slug/:section",
  provider: "iiif/3/providers/:slug",
  logo: "iiif/3/logo",
  manifest: "iiif/3/items/:item/manifest",
  canvas: "iiif/3/items/:item/canvas/:page",
  range: "iiif/3/items/:item/range/:division",
  "annotation-page": "iiif/3/items/:item/annotations/:page",
  "annotation-layer": "iiif/3/items/:item/annotations/:page/:layer",
  annotation: "iiif/3/items/:item/annotations/:page/line/:line",
  "layer-annotation": "iiif/3/items/:item/annotations/:page/:layer/line/:line",
  "image-service": "iiif/image/3/:page",
  "image-service-2": "iiif/image/2/:page",
  search: "iiif/search/:version/items/:item",
  autocomplete: "iiif/search/:version/items/:item/autocomplete",
  "collection-search": "iiif/search/:version/collection",
  "collection-autocomplete": "iiif/search/:version/collection/autocomplete",
  activities: "iiif/discovery/activities",
  "activity-page": "iiif/discovery/activities/:number",
  oai: "oai",
  sitemap: "sitemap.xml",
  "sitemap-part": "sitemap/:list",
  "open-data": "data/items.:format",
  "data-catalogue": "data/catalog.jsonld",
  reader: "items/:item",
  mirador: "items/:item/mirador",
  "item-file": "items/:item/:file",
  alto: "items/:item/pages/:page/alto.xml",
} as const;

/** What a name may be where it is not free. */
const WORDS: Readonly<Record<string, string>> = {
  part: "holder|class|batch",
  layer: "phien-am|translation",
  version: "[12]",
  list: "(?:0|[1-9][0-9]{0,4})\\.xml",
  number: "0|[1-9][0-9]{0,8}",
  section: "[1-9][0-9]{0,5}",
  format: "jsonl|csv",
  file: "pdf|text\\.txt|mods\\.xml|mets\\.xml|dc\\.xml|marc\\.xml",
};

/** A kind of public address. */
export type PathKind = keyof typeof PATHS;

type NameIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | NameIn<More>
    : Rest
  : never;

/** The names that an address of this kind is made of. */
export type Names<Kind extends PathKind> = Readonly<Record<NameIn<(typeof PATHS)[Kind]>, string>>;

/** What an identifier of ours stands for. */
export type Named = { [Kind in PathKind]: { readonly kind: Kind } & Names<Kind> }[PathKind];

/** The path of an address, without a slash before it. Names are percent-encoded, so none can change the shape of a URL. */
export function pathOf<Kind extends PathKind>(kind: Kind, names: Names<Kind>): string {
  const byName: Readonly<Record<string, string>> = names;
  return PATHS[kind].replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(byName[name] ?? ""));
}

const SHAPES = Object.entries(PATHS).map(([kind, path]) => {
  const pattern = path
    .replaceAll(".", "\\.")
    .replace(/:(\w+)/g, (_match, name: string) => `(?<${name}>${WORDS[name] ?? "[^/]+"})`);
  return { kind, pattern: new RegExp(`^${pattern}$`) };
});

/** What the path stands for, or undefined when it is none of the table. */
export function namedBy(path: string): Named | undefined {
  for (const { kind, pattern } of SHAPES) {
    const match = pattern.exec(path);
    if (match) return decoded(kind, match.groups ?? {});
  }
  return undefined;
}

function decoded(kind: string, groups: Readonly<Record<string, string>>): Named | undefined {
  try {
    const names = Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]);
    // The table is the only source of both the kind and its names.
    return { kind, ...Object.fromEntries(names) } as Named;
  } catch {
    return undefined;
  }
}
