/** Many texts in little memory: their bytes one after another, and where each ends. */

/** A list of texts that grows; they cannot be changed. */
export class TextList {
  #bytes = Buffer.alloc(65_536);
  #ends = new Uint32Array(1024);
  #count = 0;

  add(text: string): void {
    const start = this.#end(this.#count);
    const size = Buffer.byteLength(text);
    if (start + size > this.#bytes.length) {
      const longer = Buffer.alloc(Math.max(this.#bytes.length * 2, start + size));
      this.#bytes.copy(longer, 0, 0, start);
      this.#bytes = longer;
    }
    if (this.#count === this.#ends.length) {
      const longer = new Uint32Array(this.#count * 2);
      longer.set(this.#ends);
      this.#ends = longer;
    }
    this.#bytes.write(text, start);
    this.#ends[this.#count++] = start + size;
  }

  /** The text at a place, from 0; undefined beyond the end. */
  at(index: number): string | undefined {
    if (!(Number.isInteger(index) && index >= 0 && index < this.#count)) return undefined;
    return this.#bytes.toString("utf8", this.#end(index), this.#end(index + 1));
  }

  /** Where the text before a place ends. */
  #end(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] as number);
  }
}
