/** A store whose record desks were changed by somebody. */
import type { Store } from "../../pipeline/store/store.ts";

/** Everything else is as it was. */
export function hostileStore(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === "getNamed") {
        return async (key: string) => (key.includes("/record-v") ? `{"v":1}` : await target.getNamed(key));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
