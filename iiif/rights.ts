/** The rights statement of an item, as far as IIIF can carry it. */

const KNOWN =
  /^https?:\/\/(?:www\.)?(creativecommons\.org\/(?:licenses|publicdomain)\/|rightsstatements\.org\/(?:vocab|page)\/)(.+)$/;

/**
 * The URI for the property `rights`, or undefined when it is neither of Creative Commons nor of RightsStatements.org:
 * Presentation 3 allows only those two, written with http and as the vocabulary term (not the page about it).
 */
export function rightsUri(rights: string | undefined): string | undefined {
  const match = rights === undefined ? null : KNOWN.exec(rights);
  if (!match?.[1] || !match[2]) return undefined;
  return `http://${match[1].replace("/page/", "/vocab/")}${match[2]}`;
}
