/**
 * Every identifier that leaves the house is minted here, and read back here; nothing else puts URLs together.
 * Paths: `/iiif/3/…` Presentation 3, `/iiif/image/3/<page>` Image API 3, `/items/<item>` for people.
 */

/** What an identifier of ours stands for. */
export type Named =
  | { readonly kind: "home" | "collection" }
  | { readonly kind: "manifest" | "pdf" | "reader"; readonly item: string }
  | { readonly kind: "canvas" | "annotation-page"; readonly item: string; readonly page: string }
  | { readonly kind: "image-service"; readonly page: string };

/** The identifiers under one base URL. */
export interface Uris {
  /** The page of the whole collection, for people. */
  home(): string;
  collection(): string;
  manifest(item: string): string;
  canvas(item: string, page: string): string;
  /** The page of text annotations of a canvas. */
  annotationPage(item: string, page: string): string;
  /** One line of text; `layer` parts the phiên âm of a line from the line itself. */
  annotation(item: string, page: string, line: string, layer?: "phien-am"): string;
  /** The table of contents (0) or one division (from 1). */
  range(item: string, number: number): string;
  provider(): string;
  imageService(page: string): string;
  /** A picture by Image API 3: `region/size/rotation/quality.format`. */
  image(page: string, request: string): string;
  pdf(item: string): string;
  reader(item: string): string;
}

/**
 * Mint identifiers under `baseUrl`, which may have a path of its own; a slash at its end makes no difference.
 * Names are percent-encoded, so no name can change the shape of a URL.
 */
export function urisOf(baseUrl: string): Uris {
  const base = baseUrl.replace(/\/+$/, "");
  const name = encodeURIComponent;
  const item = (id: string): string => `${base}/iiif/3/items/${name(id)}`;
  const annotationPage = (id: string, page: string): string => `${item(id)}/annotations/${name(page)}`;
  const imageService = (page: string): string => `${base}/iiif/image/3/${name(page)}`;
  return {
    home: () => `${base}/`,
    collection: () => `${base}/iiif/3/collection`,
    manifest: (id) => `${item(id)}/manifest`,
    canvas: (id, page) => `${item(id)}/canvas/${name(page)}`,
    annotationPage,
    annotation: (id, page, line, layer) => `${annotationPage(id, page)}/${name(line)}${layer ? `/${layer}` : ""}`,
    range: (id, number) => `${item(id)}/range/${number}`,
    provider: () => `${base}/iiif/3/provider`,
    imageService,
    image: (page, request) => `${imageService(page)}/${request}`,
    pdf: (id) => `${base}/items/${name(id)}/pdf`,
    reader: (id) => `${base}/items/${name(id)}`,
  };
}

const SHAPES: readonly (readonly [path: RegExp, named: (first: string, second: string) => Named])[] = [
  [/^$/, () => ({ kind: "home" })],
  [/^iiif\/3\/collection$/, () => ({ kind: "collection" })],
  [/^iiif\/3\/items\/([^/]+)\/manifest$/, (item) => ({ kind: "manifest", item })],
  [/^iiif\/3\/items\/([^/]+)\/canvas\/([^/]+)$/, (item, page) => ({ kind: "canvas", item, page })],
  [/^iiif\/3\/items\/([^/]+)\/annotations\/([^/]+)$/, (item, page) => ({ kind: "annotation-page", item, page })],
  [/^iiif\/image\/3\/([^/]+)$/, (page) => ({ kind: "image-service", page })],
  [/^items\/([^/]+)\/pdf$/, (item) => ({ kind: "pdf", item })],
  [/^items\/([^/]+)$/, (item) => ({ kind: "reader", item })],
];

/** What the identifier stands for, or undefined when it is not one that `urisOf(baseUrl)` mints. Fragments are ignored. */
export function parseUri(baseUrl: string, uri: string): Named | undefined {
  const base = `${baseUrl.replace(/\/+$/, "")}/`;
  if (!uri.startsWith(base)) return undefined;
  const path = uri.slice(base.length).replace(/#.*$/s, "");
  for (const [shape, named] of SHAPES) {
    const match = shape.exec(path);
    if (match) return decoded(match[1] ?? "", match[2] ?? "", named);
  }
  return undefined;
}

function decoded(first: string, second: string, named: (first: string, second: string) => Named): Named | undefined {
  try {
    return named(decodeURIComponent(first), decodeURIComponent(second));
  } catch {
    return undefined;
  }
}
