/**
 * What was typed and has not reached the server, kept in this browser: by item, account and tab. A draft that a closed tab left is
 * taken over by the next one; sending it twice does no harm, because each save has a name.
 */
import type { Save } from "./desk.ts";

/** Changes with the version that each was made on. */
export interface Draft {
  readonly changes: Readonly<Record<string, { readonly value: unknown; readonly base: number }>>;
  /** A save that was sent and not answered. */
  readonly sent?: Save | undefined;
}

/** Where drafts are kept. */
export interface Drafts {
  /** False where the browser keeps nothing. */
  put(draft: Draft | undefined): boolean;
  /** Drafts that other tabs left, and this one before it was loaded again; they are this tab's now. */
  takeOver(): readonly Draft[];
}

const PREFIX = "sohoa.record";

/** The drafts of one item and account in this browser. */
export function draftsIn(storage: Storage | undefined, item: string, account: string, tab: string): Drafts {
  const prefix = `${PREFIX}\n${account}\n${item}\n`;
  return {
    put(draft) {
      try {
        if (draft === undefined) storage?.removeItem(prefix + tab);
        else storage?.setItem(prefix + tab, JSON.stringify(draft));
        return storage !== undefined;
      } catch {
        return false;
      }
    },
    takeOver() {
      try {
        const keys = Array.from({ length: storage?.length ?? 0 }, (_, at) => storage?.key(at) ?? "");
        const own = keys.filter((key) => key.startsWith(prefix));
        const found = own.flatMap((key) => parsed(storage?.getItem(key)));
        for (const key of own.filter((each) => each !== prefix + tab)) storage?.removeItem(key);
        return found;
      } catch {
        return [];
      }
    },
  };
}

function parsed(text: string | null | undefined): readonly Draft[] {
  try {
    const draft = JSON.parse(text ?? "null") as Draft | null;
    return draft?.changes ? [draft] : [];
  } catch {
    return [];
  }
}
