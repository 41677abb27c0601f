import type { Store } from "./store.ts";

/** The store with some of its methods replaced; everything else is its own. */
export function overlay(inner: Store, replaced: Partial<Store>): Store {
  return new Proxy(inner, {
    get(target, name) {
      const own = replaced[name as keyof Store];
      if (own) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
