/** An answer that costs something, kept for as long as nothing in the catalogue changes. */
import type { PublicLedger } from "./services.ts";

/** Make the answer at the first question and after every change; questions at the same time share one making. */
export function whileUnchanged<T>(ledger: Pick<PublicLedger, "changeMark">, make: (client: string) => Promise<T>) {
  let known: { readonly mark: string; readonly answer: Promise<T> } | undefined;
  return async (client: string): Promise<T> => {
    // Taken before: what is made while something changes counts as made before it.
    const mark = await ledger.changeMark();
    if (known?.mark === mark) return known.answer;
    const made = { mark, answer: make(client) };
    known = made;
    made.answer.catch(() => {
      if (known === made) known = undefined;
    });
    return made.answer;
  };
}
