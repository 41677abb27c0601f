/**
 * Identifiers of items for harvesters: `oai:<domain of the library>:<item>`.
 * @see http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm
 */

/** Identifiers of items. */
export const ITEM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
/** Names of domains as the guideline allows them. */
const DOMAIN = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

/**
 * The name space of the identifiers under a base URL: its host. Numeric addresses and hosts without a dot are no domain, so they
 * are put under `invalid`, which nobody can own (RFC 2606): a test server's identifiers never look like those of a library.
 */
export function repositoryIdentifier(baseUrl: string): string {
  const host = new URL(baseUrl).hostname.toLowerCase();
  if (DOMAIN.test(host)) return host;
  const label = host.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return `host-${label}.invalid`;
}

/** The identifier of an item. */
export function oaiIdentifier(repository: string, item: string): string {
  return `oai:${repository}:${encodeURIComponent(item)}`;
}

/** The item that an identifier names, or undefined when it is none of this repository. */
export function itemOfIdentifier(repository: string, identifier: string): string | undefined {
  const begin = `oai:${repository}:`;
  if (!identifier.startsWith(begin)) return undefined;
  try {
    const item = decodeURIComponent(identifier.slice(begin.length));
    return ITEM.test(item) && oaiIdentifier(repository, item) === identifier ? item : undefined;
  } catch {
    return undefined;
  }
}
