/** One folder on its way: its files piece by piece, again after trouble, until the server has taken them in. */
import { get, post, Refusal } from "../../api.ts";
import { FileDigest, UnreadableFile } from "./file-digest.ts";
import type { PickedFile } from "./picked.ts";
import { putPiece } from "./put-piece.ts";
import type { UploadHead, WholeUpload } from "./upload.ts";

/** sending, held by a person, waiting for the network, stopped by a problem, being taken in by the server, over. */
export type SendingState = "sending" | "paused" | "waiting" | "stopped" | "taking" | "done";

/** A file that could not be sent. */
export interface Problem {
  readonly name: string;
  /** UNREADABLE, MISSING, or the server's code with its words. */
  readonly code: string;
  readonly message: string;
}

const LEAST_BYTES = 256 * 2 ** 10;
const FIRST_BYTES = 2 * 2 ** 20;
const MOST_BYTES = 16 * 2 ** 20;
/** A piece is made smaller when it takes longer, and larger when it takes much less: servers wait half a minute for one. */
const LONG_MS = 8000;
const SHORT_MS = 1500;
const PAUSES_MS = [1000, 2000, 5000, 10_000, 30_000];
const LOOK_MS = 1000;

/** Sends one upload. What it shows is what the server has acknowledged. */
export class Sending {
  readonly id: string;
  state: SendingState = "paused";
  head: UploadHead;
  problems: readonly Problem[] = [];
  refusal: Refusal | undefined;
  /** What is being sent. */
  current = "";
  readonly #received: number[];
  readonly #upload: WholeUpload;
  readonly #files: ReadonlyMap<string, File>;
  readonly #digest = new FileDigest();
  readonly #changed: () => void;
  #stop = new AbortController();
  #partBytes = FIRST_BYTES;

  constructor(upload: WholeUpload, files: readonly PickedFile[], changed: () => void) {
    this.id = upload.id;
    this.head = upload;
    this.#upload = upload;
    this.#received = upload.list.map(({ receivedBytes }) => receivedBytes);
    this.#files = new Map(files.map(({ name, file }) => [`${name}\n${file.size}`, file]));
    this.#changed = changed;
  }

  /** Bytes that the server has. */
  get receivedBytes(): number {
    return this.#received.reduce((sum, each) => sum + each, 0);
  }

  /** Files that the server has whole. */
  get wholeFiles(): number {
    return this.#upload.list.filter((file, at) => file.verdict === "send" && this.#received[at] === file.sizeBytes).length;
  }

  pause(): void {
    this.#stop.abort();
    this.#set("paused");
  }

  /** Forget it: it is dropped. */
  close(): void {
    this.#stop.abort();
    this.#digest.close();
  }

  /** Send what is missing, and hand all of it in. */
  async run(): Promise<void> {
    this.#stop = new AbortController();
    this.problems = [];
    this.refusal = undefined;
    this.#set("sending");
    try {
      for (const index of this.#upload.list.keys()) await this.#sendFile(index);
      if (this.problems.length > 0) return this.#set("stopped");
      await this.#patiently(() => post(`/api/uploads/${this.id}/finish`));
      await this.#lookOn();
    } catch (thrown) {
      if (this.#stop.signal.aborted) return;
      this.refusal = thrown instanceof Refusal ? thrown : new Refusal(0, "INTERNAL", String(thrown));
      this.#set("stopped");
    }
  }

  async #sendFile(index: number): Promise<void> {
    const planned = this.#upload.list[index];
    if (planned?.verdict !== "send" || this.#received[index] === planned.sizeBytes) return;
    const file = this.#files.get(`${planned.name}\n${planned.sizeBytes}`);
    if (!file) return this.#problem(planned.name, "MISSING", "");
    this.current = planned.name;
    try {
      // A file whose bytes did not arrive as they are is sent once more.
      if (!(await this.#sendWhole(index, file))) await this.#sendWhole(index, file, "last time");
    } catch (thrown) {
      if (thrown instanceof UnreadableFile) return this.#problem(planned.name, "UNREADABLE", "");
      const isOfFile = thrown instanceof Refusal && thrown.status === 422;
      if (!isOfFile) throw thrown;
      this.#problem(planned.name, thrown.code, thrown.message);
    }
  }

  /** False when its bytes arrived changed and it has to begin again. */
  async #sendWhole(index: number, file: File, which?: "last time"): Promise<boolean> {
    while ((this.#received[index] ?? 0) < file.size) {
      try {
        await this.#sendPiece(index, file);
      } catch (thrown) {
        const { code, receivedBytes } = serverSays(thrown);
        if (receivedBytes !== undefined) this.#received[index] = receivedBytes;
        if (code === "UPLOAD-CHECKSUM" && which === undefined) return false;
        // The server has more or less than was believed: go on from there.
        if (code !== "UPLOAD-OFFSET" && code !== "UPLOAD-BROKEN-OFF") throw thrown;
      }
      this.#changed();
    }
    return true;
  }

  async #sendPiece(index: number, file: File): Promise<void> {
    const startBytes = this.#received[index] ?? 0;
    const endBytes = Math.min(startBytes + this.#partBytes, file.size);
    await this.#digest.upTo(file, endBytes);
    const base64 = endBytes === file.size ? await this.#digest.base64() : undefined;
    const began = performance.now();
    const piece = { upload: this.id, index, file, startBytes, endBytes, base64 };
    const { receivedBytes } = await this.#patiently(() => putPiece(piece, this.#stop.signal));
    this.#received[index] = receivedBytes;
    this.#fit(performance.now() - began);
  }

  #fit(tookMs: number): void {
    if (tookMs > LONG_MS) this.#partBytes = Math.max(LEAST_BYTES, this.#partBytes / 2);
    if (tookMs < SHORT_MS) this.#partBytes = Math.min(MOST_BYTES, this.#partBytes * 2);
  }

  /** Again and again, with growing pauses, as long as nobody answers or the server is busy. */
  async #patiently<T>(act: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      this.#stop.signal.throwIfAborted();
      try {
        const answer = await act();
        if (this.state === "waiting") this.#set("sending");
        return answer;
      } catch (thrown) {
        this.#stop.signal.throwIfAborted();
        const isPassing =
          thrown instanceof Refusal && thrown.status !== 507 && (thrown.isPassing || thrown.code === "UPLOAD-BUSY");
        if (!isPassing) throw thrown;
        this.#set("waiting");
        await pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? LOOK_MS, this.#stop.signal);
      }
    }
  }

  async #lookOn(): Promise<void> {
    for (;;) {
      this.head = await this.#patiently(() => get<UploadHead>(`/api/uploads/${this.id}`));
      if (this.head.state === "done") return this.#set("done");
      if (this.head.failure) {
        const { code, message, advice } = this.head.failure;
        throw new Refusal(409, code, message, advice);
      }
      // The server began anew meanwhile.
      if (this.head.state === "arrived") await this.#patiently(() => post(`/api/uploads/${this.id}/finish`));
      this.#set("taking");
      await pause(LOOK_MS, this.#stop.signal);
    }
  }

  #problem(name: string, code: string, message: string): void {
    this.problems = [...this.problems, { name, code, message }];
    this.#changed();
  }

  #set(state: SendingState): void {
    this.state = state;
    this.#changed();
  }
}

function serverSays(thrown: unknown): { readonly code: string; readonly receivedBytes: number | undefined } {
  if (!(thrown instanceof Refusal)) throw thrown;
  const { receivedBytes } = (thrown.body ?? {}) as { readonly receivedBytes?: number };
  return { code: thrown.code, receivedBytes };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => [clearTimeout(timer), resolve()], { once: true });
  });
}
