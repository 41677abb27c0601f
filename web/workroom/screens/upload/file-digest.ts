/** The SHA-256 of a file, as far as it was sent; computed in a worker so that the page stays quick. */
import type { HashAnswer, HashQuestion } from "./hash-worker.ts";

/** The file cannot be read any more: moved, deleted or changed since it was chosen. */
export class UnreadableFile extends Error {}

/** Read at a time. */
const STEP_BYTES = 8 * 2 ** 20;

/** Hashes one file at a time. */
export class FileDigest {
  readonly #worker = new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" });
  #file: File | undefined;
  #atBytes = 0;

  /** Hash the file from where it was up to here. @throws {UnreadableFile} */
  async upTo(file: File, endBytes: number): Promise<void> {
    if (this.#file !== file || endBytes < this.#atBytes) {
      await this.#ask({ ask: "reset" });
      [this.#file, this.#atBytes] = [file, 0];
    }
    while (this.#atBytes < endBytes) {
      const next = Math.min(this.#atBytes + STEP_BYTES, endBytes);
      const answer = await this.#ask({ ask: "add", piece: file.slice(this.#atBytes, next) });
      if ("unreadable" in answer) {
        this.#file = undefined;
        throw new UnreadableFile();
      }
      this.#atBytes = next;
    }
  }

  /** Of everything up to the place that was reached, as base64. */
  async base64(): Promise<string> {
    const answer = await this.#ask({ ask: "digest" });
    return "base64" in answer ? answer.base64 : "";
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask(question: HashQuestion): Promise<HashAnswer> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => resolve(data);
      this.#worker.onerror = () => reject(new UnreadableFile());
      this.#worker.postMessage(question);
    });
  }
}
