/** The addresses of an edition that lies as files on any web server: each ends in the name of a file that says its media type. */
import { type TextKind, type Uris, urisOf } from "./uri.ts";

/** Addresses of a folder of files under `baseUrl`. What stands for a thing and not for a file keeps the form of `urisOf`. */
export function staticUrisOf(baseUrl: string, logoFormat = "image/png"): Uris {
  const uris = urisOf(baseUrl);
  const annotationPage = (item: string, page: string, layer?: TextKind): string =>
    `${uris.annotationPage(item, page)}/${layer ?? "written"}.json`;
  return {
    ...uris,
    logo: () => `${uris.logo()}.${logoFormat.replace("image/", "")}`,
    collection: (section) => `${uris.collection(section)}.json`,
    collectionOf: (kind, slug, section) => `${uris.collectionOf(kind, slug, section)}.json`,
    manifest: (item) => `${uris.manifest(item)}.json`,
    annotationPage,
    annotation: (item, page, line, layer) => `${annotationPage(item, page, layer)}#${encodeURIComponent(line)}`,
    reader: (item) => `${uris.reader(item)}/`,
    mirador: (item) => `${uris.reader(item)}/`,
    pdf: (item) => `${uris.reader(item)}/${encodeURIComponent(item)}.pdf`,
  };
}

/**
 * The path under the edition's folder, of the file that answers this address.
 * @throws {RangeError} when the address is none of this edition.
 */
export function staticPathOf(baseUrl: string, uri: string): string {
  const base = `${baseUrl.replace(/\/+$/, "")}/`;
  const path = uri.startsWith(base) ? decodeURIComponent(uri.slice(base.length).replace(/[?#].*$/s, "")) : undefined;
  if (path === undefined || path.split("/").includes("..")) throw new RangeError(`not of this edition: ${uri}`);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}
