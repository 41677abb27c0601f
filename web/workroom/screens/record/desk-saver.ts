/**
 * Keeps what is typed: in this browser at once, on the server within five seconds, and never over what somebody else wrote unseen.
 * Each field that was typed into remembers the version it was typed on; a save carries the fields of one version. Knows nothing of
 * the page it is shown on.
 */
import { type Cause, type Conflict, type Desk, type Fields, isSame, type Save, type SaveReply } from "./desk.ts";
import type { Draft, Drafts } from "./drafts.ts";

/** Where the text is. */
export type SaveStatus =
  | { readonly at: "saved" }
  | { readonly at: "pending"; readonly isKeptHere: boolean }
  | { readonly at: "unsaved"; readonly isKeptHere: boolean; readonly reason: unknown };

/** What is shown. */
export interface SaverState {
  readonly desk: Desk;
  /** The desk's fields with what was typed since. */
  readonly fields: Fields;
  readonly status: SaveStatus;
}

/** What the saver works with. */
export interface SaverPorts {
  send(save: Save): Promise<SaveReply>;
  fetchDesk(): Promise<Desk>;
  readonly drafts: Drafts;
  newSaveId(): string;
  /** True when the same may work later. */
  isPassing(thrown: unknown): boolean;
}

/** Quiet after the last key before it goes to the server, and the longest that anything waits. */
export const QUIET_MILLISECONDS = 1200;
export const LONGEST_MILLISECONDS = 4000;
const AGAIN_MILLISECONDS = 3000;

interface Typed {
  readonly value: unknown;
  readonly base: number;
}

/** One desk that is being written on. */
export class DeskSaver {
  readonly #ports: SaverPorts;
  readonly #listeners = new Set<() => void>();
  #desk: Desk;
  #typed = new Map<string, Typed>();
  #sent: Save | undefined;
  #decides: Save["decides"] = [];
  #cause: Cause = "typed";
  #trouble: unknown;
  #isKeptHere = true;
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSince: number | undefined;
  #state: SaverState;

  constructor(desk: Desk, ports: SaverPorts) {
    this.#desk = desk;
    this.#ports = ports;
    for (const draft of ports.drafts.takeOver()) this.#takeOver(draft);
    this.#state = this.#shown();
    if (this.#isDirty()) this.#keepHere();
    if (this.#isDirty()) this.#schedule(0);
  }

  get state(): SaverState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A value was typed or chosen. */
  set(field: string, value: unknown, cause: Cause = "typed"): void {
    this.#put(field, value);
    if (cause !== "typed") this.#cause = cause;
    this.#keepHere();
    this.#tell();
    this.#schedule(cause === "typed" ? QUIET_MILLISECONDS : 0);
  }

  /** A conflict is decided: for this value, or for what is on the desk where none is given. */
  decide(conflict: Conflict, choice: { readonly value: unknown } | undefined): void {
    const others = this.#desk.conflicts.filter((each) => each.field === conflict.field);
    this.#decides = [...this.#decides, ...others.map(({ number, field }) => ({ number, field }))];
    this.#desk = { ...this.#desk, conflicts: this.#desk.conflicts.filter((each) => each.field !== conflict.field) };
    if (choice) this.#put(conflict.field, choice.value);
    this.#cause = "decided";
    this.#keepHere();
    this.#tell();
    this.#schedule(0);
  }

  /** Send everything now; resolves when it has arrived or cannot. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#running) await this.#running;
    if (this.#isDirty()) await this.#run();
  }

  /** Somebody may have changed something: look. */
  async refresh(): Promise<void> {
    while (this.#running) await this.#running;
    if (this.#sent) return;
    const desk = await this.#ports.fetchDesk().catch(() => undefined);
    if (desk && !this.#running && !this.#sent) this.#show(desk, {});
  }

  /** A newer desk came back from another request. */
  show(desk: Desk): void {
    this.#show(desk, {});
  }

  /** What goes out while the page is being closed; it counts as sent, and stays here until it is answered. */
  leaving(): Save | undefined {
    if (!this.#isDirty()) return undefined;
    this.#sent ??= this.#nextSave();
    this.#keepHere();
    return this.#sent;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#keepHere();
  }

  /** Whether anything has not reached the server. */
  get isDirty(): boolean {
    return this.#isDirty();
  }

  #takeOver({ changes, sent }: Draft): void {
    for (const [field, typed] of Object.entries(changes)) {
      if (!isSame(this.#desk.fields[field], typed.value)) this.#typed.set(field, typed);
    }
    if (!sent) return;
    // What was on its way goes again under its name; of two tabs the second one's goes with the fields.
    if (this.#sent) for (const [field, value] of Object.entries(sent.changes)) this.#typed.set(field, { value, base: sent.base });
    else this.#sent = sent;
  }

  #put(field: string, value: unknown): void {
    const before = this.#typed.get(field);
    this.#typed.set(field, { value, base: before?.base ?? this.#desk.number });
  }

  #isDirty(): boolean {
    return this.#typed.size > 0 || this.#sent !== undefined || this.#decides.length > 0;
  }

  #keepHere(): void {
    const changes = Object.fromEntries(this.#typed);
    this.#isKeptHere = this.#ports.drafts.put(this.#isDirty() ? { changes, sent: this.#sent } : undefined);
  }

  #schedule(quiet: number): void {
    const now = Date.now();
    this.#waitingSince ??= now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(quiet, this.#waitingSince + LONGEST_MILLISECONDS - now));
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  async #run(): Promise<void> {
    const running = this.#sendAll().finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    await running;
  }

  async #sendAll(): Promise<void> {
    while (this.#isDirty()) {
      const save = this.#sent ?? this.#nextSave();
      this.#sent = save;
      this.#keepHere();
      try {
        const reply = await this.#ports.send(save);
        this.#trouble = undefined;
        this.#sent = undefined;
        this.#arrived(save, reply);
      } catch (thrown) {
        this.#failed(save, thrown);
        return;
      }
    }
    this.#waitingSince = undefined;
  }

  /** Fields that were typed on one version, the oldest first. */
  #nextSave(): Save {
    const bases = [...this.#typed.values()].map(({ base }) => base);
    const base = bases.length > 0 ? Math.min(...bases) : this.#desk.number;
    const own = [...this.#typed].filter(([, typed]) => typed.base === base);
    for (const [field] of own) this.#typed.delete(field);
    const changes = Object.fromEntries(own.map(([field, { value }]) => [field, value ?? null]));
    const save = { saveId: this.#ports.newSaveId(), base, changes, decides: this.#decides, cause: this.#cause };
    this.#decides = [];
    this.#cause = "typed";
    return save;
  }

  #arrived(save: Save, reply: SaveReply): void {
    // What was typed into a field in conflict since goes after it on the same old version: another text, kept beside the others.
    this.#show(reply.desk, save.changes);
  }

  #failed(save: Save, thrown: unknown): void {
    this.#trouble = thrown;
    if (this.#ports.isPassing(thrown)) {
      this.#waitingSince = undefined;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.flush(), AGAIN_MILLISECONDS);
    } else {
      // The server will not take it as it is: it stays here, to be changed and sent under another name.
      this.#sent = undefined;
      for (const [field, value] of Object.entries(save.changes)) {
        if (!this.#typed.has(field)) this.#typed.set(field, { value: value ?? undefined, base: save.base });
      }
      this.#decides = [...save.decides, ...this.#decides];
      this.#waitingSince = undefined;
    }
    this.#keepHere();
    this.#tell();
  }

  /** Another state of the desk. What was typed on a value that is still there was typed on this version as well. */
  #show(desk: Desk, own: Fields): void {
    const before = this.#desk;
    this.#desk = desk;
    for (const [field, typed] of this.#typed) {
      const seen = field in own ? own[field] : before.fields[field];
      if (isSame(desk.fields[field], seen)) this.#typed.set(field, { ...typed, base: desk.number });
    }
    this.#keepHere();
    this.#tell();
  }

  #shown(): SaverState {
    const onTheWay = Object.entries(this.#sent?.changes ?? {}).map(([field, value]) => [field, value ?? undefined] as const);
    const typed = [...this.#typed].map(([field, { value }]) => [field, value] as const);
    return {
      desk: this.#desk,
      fields: { ...this.#desk.fields, ...Object.fromEntries(onTheWay), ...Object.fromEntries(typed) },
      status: this.#status(),
    };
  }

  #status(): SaveStatus {
    if (this.#trouble !== undefined) return { at: "unsaved", isKeptHere: this.#isKeptHere, reason: this.#trouble };
    return this.#isDirty() ? { at: "pending", isKeptHere: this.#isKeptHere } : { at: "saved" };
  }

  #tell(): void {
    this.#state = this.#shown();
    for (const listener of this.#listeners) listener();
  }
}
