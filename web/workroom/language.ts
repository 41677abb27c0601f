/** The language of the workroom: what the address asks for, else the reader's own choice in this browser, else what the page was sent in. */

/** The languages of the interface. */
export type Language = "vi" | "en";

const KEY = "sohoa.language";

let chosen: Language = asked() ?? kept() ?? (document.documentElement.lang === "en" ? "en" : "vi");
document.documentElement.lang = chosen;

/** The language now. */
export function language(): Language {
  return chosen;
}

/** Change it, and show everything anew. */
export function chooseLanguage(next: Language): void {
  chosen = next;
  // An address that asked for another language would bring that one back when the page is loaded again.
  if (asked()) history.replaceState(history.state, "", location.pathname + location.hash);
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A browser that keeps nothing still shows the language until the page is closed.
  }
  dispatchEvent(new Event("sohoa-language"));
}

function asked(): Language | undefined {
  return known(new URLSearchParams(location.search).get("lang"));
}

function kept(): Language | undefined {
  try {
    return known(localStorage.getItem(KEY));
  } catch {
    return undefined;
  }
}

function known(value: string | null): Language | undefined {
  return value === "vi" || value === "en" ? value : undefined;
}
