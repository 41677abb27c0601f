/** What was used lately, kept in memory up to a weight. */

/** A map that forgets what was not used for longest once its entries weigh too much. */
export class Recent<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly weight: number }>();
  readonly #maxWeight: number;
  #weight = 0;

  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: K, value: V, weight: number): void {
    this.#drop(key);
    if (weight > this.#maxWeight) return;
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#maxWeight) return;
      this.#drop(oldest);
    }
  }

  #drop(key: K): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}

/** Look up by key, or make once: callers that ask for the same thing at the same time share one making. */
export class Shared<K, V> {
  readonly #kept: Recent<K, V>;
  readonly #making = new Map<K, Promise<V>>();
  readonly #weigh: (value: V) => number;

  constructor(maxWeight: number, weigh: (value: V) => number) {
    this.#kept = new Recent(maxWeight);
    this.#weigh = weigh;
  }

  async get(key: K, make: () => Promise<V>): Promise<V> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const begun = this.#making.get(key);
    if (begun) return begun;
    const making = make();
    this.#making.set(key, making);
    try {
      const value = await making;
      this.#kept.set(key, value, this.#weigh(value));
      return value;
    } finally {
      this.#making.delete(key);
    }
  }
}
