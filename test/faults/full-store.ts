/** A store without room: for everything that must pause and go on by itself when there is room again. */
import { SpaceError } from "../../pipeline/errors.ts";
import { overlay } from "../../pipeline/store/overlay.ts";
import type { Store } from "../../pipeline/store/store.ts";

/** The store itself, whose writes fail as long as `isFull`; change that to give room. */
export function fullStore(inner: Store): { readonly store: Store; isFull: boolean } {
  const state = { isFull: true, store: inner };
  const roomy =
    <Args extends unknown[], Result>(write: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (state.isFull) throw new SpaceError({ code: "SPACE-FULL", facts: { detail: "planted" } });
      return write(...args);
    };
  state.store = overlay(inner, { putFile: roomy(inner.putFile.bind(inner)), putNamed: roomy(inner.putNamed.bind(inner)) });
  return state;
}
