/**
 * Brings every change to the server: a local draft within half a second, the server within four seconds or at once when asked. One
 * save is under way at a time; one whose answer was lost is sent again under the same name. A draft goes only when the server has said
 * that it keeps the text. Nothing here knows the browser: clock, drafts and server are handed in.
 */
import type { TextVersion, WorkingText } from "../../../../pipeline/text-version.ts";
import type { Draft } from "./draft.ts";
import type { SaveAnswer } from "./save-answer.ts";

/** Where the text is. */
export type SaveStatus =
  | { readonly at: "saved"; readonly savedAt: string | undefined }
  /** Typed, and on its way. `isKeptHere`: the draft is written. */
  | { readonly at: "pending"; readonly isKeptHere: boolean }
  /** The server cannot be reached or did not take it. */
  | { readonly at: "unsaved"; readonly isKeptHere: boolean; readonly reason: unknown }
  | { readonly at: "conflict"; readonly theirs: TextVersion; readonly base: TextVersion | undefined; readonly mine: WorkingText }
  | { readonly at: "closed"; readonly theirs: TextVersion | undefined; readonly mine: WorkingText };

/** What the saver works with. */
export interface SaverSurroundings {
  readonly page: string;
  readonly account: string;
  readonly client: string;
  readonly drafts: { put(draft: Draft): Promise<void>; drop(key: string): Promise<void> };
  readonly send: (save: SentSave) => Promise<SaveAnswer>;
  /** True when sending the same again later may work. */
  readonly isPassing: (thrown: unknown) => boolean;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly later: (run: () => void, milliseconds: number) => () => void;
  readonly tell: (status: SaveStatus) => void;
}

interface SentSave {
  readonly base: number;
  readonly saveId: string;
  readonly content: WorkingText;
}

const DRAFT_MILLISECONDS = 400;
const SERVER_MILLISECONDS = 3500;
const LEAST_RETRY_MILLISECONDS = 2000;
const MOST_RETRY_MILLISECONDS = 30_000;

/** One for each open page. */
export class Saver {
  readonly #with: SaverSurroundings;
  #base: number;
  #content: WorkingText | undefined;
  #saveId = "";
  /** Sent, and nobody knows whether it arrived: sent again under its name before anything newer. */
  #inDoubt: SentSave | undefined;
  #isSending = false;
  #isStopped = false;
  #isKeptHere = false;
  #retryMilliseconds = LEAST_RETRY_MILLISECONDS;
  #cancelDraft: (() => void) | undefined;
  #cancelSend: (() => void) | undefined;

  constructor(base: number, surroundings: SaverSurroundings) {
    this.#base = base;
    this.#with = surroundings;
  }

  /** The version that the next save is written over. */
  get base(): number {
    return this.#base;
  }

  /** True while there is anything that the server has not said it keeps. */
  get hasUnsaved(): boolean {
    return this.#content !== undefined;
  }

  /** The text changed. */
  change(content: WorkingText): void {
    this.#content = content;
    this.#saveId = this.#with.newId();
    if (this.#isStopped) return void this.#writeDraft();
    this.#isKeptHere = false;
    this.#with.tell({ at: "pending", isKeptHere: false });
    this.#cancelDraft ??= this.#with.later(() => {
      this.#cancelDraft = undefined;
      void this.#writeDraft();
    }, DRAFT_MILLISECONDS);
    this.#cancelSend ??= this.#later(SERVER_MILLISECONDS);
  }

  /** Save now what there is. */
  async flush(): Promise<void> {
    this.#cancelDraft?.();
    this.#cancelDraft = undefined;
    if (this.#content === undefined) return;
    await this.#writeDraft();
    this.#cancelSend?.();
    this.#cancelSend = undefined;
    await this.#send();
  }

  /** A conflict was settled: go on from their version with this text. */
  settle(base: number, content: WorkingText | undefined): void {
    this.#base = base;
    this.#isStopped = false;
    this.#content = undefined;
    if (content) this.change(content);
    else {
      void this.#with.drafts.drop(this.#key).catch(() => {});
      this.#with.tell({ at: "saved", savedAt: undefined });
    }
  }

  /** No more timers; what is unsaved stays as a draft. */
  stop(): void {
    this.#cancelDraft?.();
    this.#cancelSend?.();
    if (this.#content !== undefined) void this.#writeDraft();
  }

  get #key(): string {
    return `${this.#with.page}/${this.#with.client}`;
  }

  #later(milliseconds: number): () => void {
    return this.#with.later(() => {
      this.#cancelSend = undefined;
      void this.#send();
    }, milliseconds);
  }

  async #writeDraft(): Promise<void> {
    const content = this.#content;
    if (content === undefined) return;
    const { page, account, client, now, drafts } = this.#with;
    const draft = {
      key: this.#key,
      page,
      account,
      client,
      base: this.#base,
      saveId: this.#saveId,
      content,
      at: now().toISOString(),
    };
    const isKept = await drafts.put(draft).then(
      () => true,
      () => false,
    );
    if (this.#content !== content) return;
    this.#isKeptHere = isKept;
    if (!this.#isSending && !this.#isStopped) this.#with.tell({ at: "pending", isKeptHere: isKept });
  }

  async #send(): Promise<void> {
    const content = this.#content;
    if (content === undefined || this.#isSending || this.#isStopped) return;
    this.#isSending = true;
    const save = this.#inDoubt ?? { base: this.#base, saveId: this.#saveId, content };
    this.#inDoubt = save;
    try {
      const answer = await this.#with.send(save);
      this.#inDoubt = undefined;
      this.#retryMilliseconds = LEAST_RETRY_MILLISECONDS;
      await this.#take(answer, save.content);
    } catch (thrown) {
      this.#refused(thrown);
    } finally {
      this.#isSending = false;
    }
  }

  #refused(thrown: unknown): void {
    this.#with.tell({ at: "unsaved", isKeptHere: this.#isKeptHere, reason: thrown });
    if (!this.#with.isPassing(thrown)) {
      this.#inDoubt = undefined;
      return;
    }
    this.#cancelSend ??= this.#later(this.#retryMilliseconds);
    this.#retryMilliseconds = Math.min(MOST_RETRY_MILLISECONDS, this.#retryMilliseconds * 2);
  }

  async #take(answer: SaveAnswer, content: WorkingText): Promise<void> {
    if (answer.outcome === "conflict" || answer.outcome === "closed") {
      this.#isStopped = true;
      const mine = this.#content ?? content;
      if (answer.outcome === "closed") this.#with.tell({ at: "closed", theirs: answer.theirs, mine });
      else this.#with.tell({ at: "conflict", theirs: answer.theirs, base: answer.base, mine });
      return;
    }
    this.#base = answer.number;
    if (this.#content !== content) {
      // Typed on meanwhile: the draft holds the newer text, over the new base now.
      await this.#writeDraft();
      this.#cancelSend ??= this.#later(SERVER_MILLISECONDS);
      return;
    }
    this.#content = undefined;
    await this.#with.drafts.drop(this.#key).catch(() => {});
    if (this.#content === undefined) this.#with.tell({ at: "saved", savedAt: answer.savedAt });
  }
}
