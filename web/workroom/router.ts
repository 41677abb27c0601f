/** Where the reader is: the path under `/workroom`, followed without loading the page again. */
import { useEffect, useState } from "preact/hooks";
import { ROOT } from "./api.ts";

const BASE = `${ROOT}/workroom`;

/** The path under `/workroom`, such as `/items/AB.123`; `/` for the first screen. */
export function herePath(): string {
  return location.pathname.slice(BASE.length).replace(/\/+$/, "") || "/";
}

/** The address of a screen. */
export const linkTo = (path: string): string => `${BASE}${path === "/" ? "" : path}`;

/** May say no to leaving, such as a screen with unsaved text; asked before every move. */
type Guard = () => boolean;
const guards = new Set<Guard>();

/** Ask this before the screen is left; call what is returned to stop. */
export function guardLeaving(guard: Guard): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

/** Go to a screen. False when somebody held the reader back. */
export function go(path: string, how: "push" | "replace" = "push"): boolean {
  if (![...guards].every((guard) => guard())) return false;
  if (how === "push") history.pushState(null, "", linkTo(path));
  else history.replaceState(null, "", linkTo(path));
  dispatchEvent(new Event("sohoa-moved"));
  return true;
}

/** The path, kept up to date. */
export function usePath(): string {
  const [path, setPath] = useState(herePath);
  useEffect(() => {
    const moved = (): void => setPath(herePath());
    addEventListener("popstate", moved);
    addEventListener("sohoa-moved", moved);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener("sohoa-moved", moved);
    };
  }, []);
  return path;
}

/** What a pattern such as `/items/:item` finds in a path, or undefined when it is another one. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const own = decoded(given[index] ?? "");
    if (part.startsWith(":")) found[part.slice(1)] = own;
    else if (part !== own) return undefined;
  }
  return found;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Follow links inside the workroom without loading the page; other links, and those opened in new tabs, are the browser's. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest("a");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.target !== "" || link.origin !== location.origin || !`${link.pathname}/`.startsWith(`${BASE}/`)) return;
  if (link.hash !== "" && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.pathname.slice(BASE.length) || "/");
}
