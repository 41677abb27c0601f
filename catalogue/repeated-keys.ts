/** Which keys of a long list stand in it more than once, in eight bytes a key. */
import { createHash } from "node:crypto";

/** Two keys that look alike to it are taken for repeated: that costs memory, never an answer. */
export class RepeatedKeys {
  #marks = new Float64Array(1024);
  #count = 0;
  #repeated: ReadonlySet<number> = new Set();

  add(key: string): void {
    if (this.#count === this.#marks.length) {
      const longer = new Float64Array(this.#count * 2);
      longer.set(this.#marks);
      this.#marks = longer;
    }
    this.#marks[this.#count++] = markOf(key);
  }

  /** Call it once, when all keys were added. */
  settle(): void {
    const marks = this.#marks.subarray(0, this.#count).sort();
    this.#repeated = new Set(marks.filter((mark, at) => at > 0 && mark === marks[at - 1]));
    this.#marks = new Float64Array(0);
  }

  has(key: string): boolean {
    return this.#repeated.size > 0 && this.#repeated.has(markOf(key));
  }
}

/** 48 bits of a hash: among a million keys two look alike by chance once in five hundred lists. */
function markOf(key: string): number {
  return createHash("md5").update(key).digest().readUIntBE(0, 6);
}
