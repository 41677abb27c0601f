/** Where a reader goes after signing in: a path of this server and nothing else. */

const NOWHERE = "http://nowhere.invalid";

/** The path, with its query, that a text from outside asks for; undefined when it leads anywhere else. */
export function nextPath(text: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers take some of them out before they read an address
  if (!text.startsWith("/") || text.length > 2000 || /[\\\u0000-\u001f\u007f]/.test(text) || !URL.canParse(text, NOWHERE)) {
    return undefined;
  }
  const { origin, pathname, search } = new URL(text, NOWHERE);
  // Dots in a path may leave two slashes at its beginning, which name a host.
  const isHere = origin === NOWHERE && !pathname.startsWith("//");
  return isHere ? `${pathname}${search}` : undefined;
}
