/**
 * Drafts in this browser: what was typed and has not reached the server. Written within a second, kept until the server has said that
 * it keeps the text itself. Where the browser keeps nothing (private windows, a full disk), that is told and not hidden.
 */
import type { Draft } from "./draft.ts";

const NAME = "sohoa-drafts";
const STORE = "drafts";

/** The drafts of this browser. Every method rejects when the browser keeps nothing. */
export class Drafts {
  #opening: Promise<IDBDatabase> | undefined;

  async put(draft: Draft): Promise<void> {
    await this.#run("readwrite", (store) => store.put(draft));
  }

  async drop(key: string): Promise<void> {
    await this.#run("readwrite", (store) => store.delete(key));
  }

  /** Drafts of a page by this account, the newest first. */
  async of(page: string, account: string): Promise<readonly Draft[]> {
    const all = (await this.#run("readonly", (store) => store.getAll())) as readonly Draft[];
    return all.filter((draft) => draft.page === page && draft.account === account).sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  async #run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await this.#open();
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(STORE));
      // Only the end of the transaction means that it is kept.
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      transaction.onerror = () => reject(transaction.error ?? new Error("failed"));
    });
  }

  #open(): Promise<IDBDatabase> {
    this.#opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("no drafts"));
      request.onblocked = () => reject(new Error("blocked"));
    });
    this.#opening.catch(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }
}

/** Hold a name as long as this page is open, so that drafts of pages that are gone can be told from those of open ones. */
export function holdClient(client: string): void {
  void navigator.locks?.request(`sohoa-${client}`, () => new Promise<never>(() => {})).catch(() => {});
}

/** True when the page that wrote the draft is no longer open. Where browsers cannot tell, it counts as gone. */
export async function isClientGone(client: string): Promise<boolean> {
  const state = await navigator.locks?.query().catch(() => undefined);
  return !(state?.held?.some(({ name }) => name === `sohoa-${client}`) ?? false);
}
