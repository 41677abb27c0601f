/** The port to working texts: what people are correcting, kept so that no acknowledged keystroke is ever lost. */
import type { SubjectId } from "../../pipeline/ledger-rows.ts";
import type { PageText, RestoredText, TextState, TextVersion, VersionNote, WorkingText } from "../../pipeline/text-version.ts";

/** A text to keep. */
export interface TextSave {
  readonly page: SubjectId;
  /** The number of the version that the writer had before; 0: the machine's reading. */
  readonly base: number;
  readonly author: string;
  /** Made by the writer, another one for each save; the same save sent again is kept once. */
  readonly saveId: string;
  readonly content: WorkingText;
}

/** What came of a save. Whatever the outcome, the text is kept by the time this is told. */
export type SaveOutcome =
  | { readonly outcome: "saved"; readonly number: number; readonly savedAt: string }
  /** Somebody saved another version over the same base first: this one is kept aside as `aside`. */
  | {
      readonly outcome: "conflict";
      readonly aside: number;
      readonly theirs: TextVersion;
      /** What both were written over; undefined: the machine's reading. */
      readonly base: TextVersion | undefined;
    }
  /** The page is approved or locked: kept aside as `aside`; open the page again to go on. */
  | { readonly outcome: "closed"; readonly aside: number; readonly state: TextState; readonly theirs: TextVersion | undefined };

/** Who is at a page, by the signs of life of open browser pages. */
export interface Presence {
  /** Who edits; undefined when nobody does. */
  readonly holder: PresentPerson | undefined;
  /** All that were heard of within two minutes, the holder included. */
  readonly present: readonly PresentPerson[];
}

/** Somebody with the page open. */
export interface PresentPerson {
  readonly account: string;
  /** True for the browser page that asks. */
  readonly isThis: boolean;
  readonly since: string;
}

/** A sign of life. */
export interface Beat {
  readonly page: SubjectId;
  readonly account: string;
  /** Names the open browser page. */
  readonly client: string;
  /** Take the page over from whoever holds it. */
  readonly takeOver: boolean;
}

/** A step of the review. */
export type TextStep =
  /** This version is the correction. Refused when another version came meanwhile. */
  | { readonly step: "correct"; readonly number: number }
  /** The correction is right. `isSecondPerson` where whoever corrected may not approve. */
  | { readonly step: "approve"; readonly number: number; readonly isSecondPerson: boolean }
  | { readonly step: "lock" }
  | { readonly step: "reopen" };

/** Working texts. Every method that changes something is one durable transaction. */
export interface TextVersions {
  /** The version that the page shows; undefined: nobody has saved one. */
  latest(page: SubjectId): Promise<TextVersion | undefined>;
  version(page: SubjectId, number: number): Promise<TextVersion | undefined>;
  /** Newest first; `before`: only those with a smaller number. */
  history(page: SubjectId, list: { readonly limit: number; readonly before?: number }): Promise<readonly VersionNote[]>;
  /**
   * Keep a text. @throws {InputError} PAGE-UNKNOWN; TEXT-BASE for a base that there is not; TEXT-SAVE-ID when another text was
   * saved under this id; see `refuseUnfit` for texts that can be none
   */
  save(save: TextSave): Promise<SaveOutcome>;

  /** Where a page stands; untouched when nobody was at it. @throws {InputError} PAGE-UNKNOWN */
  pageText(page: SubjectId): Promise<PageText>;
  /** Pages of the item that anybody was at. */
  pageTexts(itemId: string): Promise<readonly PageText[]>;
  /**
   * Take a step of the review. The same step again changes nothing.
   * @throws {InputError} TEXT-STALE when the version is not the page's; TEXT-STEP when the page's state does not allow it;
   *   TEXT-SECOND-PERSON when somebody approves what they corrected
   */
  take(page: SubjectId, actor: string, step: TextStep): Promise<PageText>;
  /** Whoever gets true answers the gate with this version within a minute; nobody else does meanwhile, and nobody afterwards. */
  claimAnswer(page: SubjectId, number: number): Promise<boolean>;
  markAnswered(page: SubjectId, number: number): Promise<void>;
  /** Give a claim back. */
  releaseAnswer(page: SubjectId): Promise<void>;
  /** Pages whose corrected version the gate has not been answered with, as far as nobody is at it. */
  unanswered(): Promise<readonly PageText[]>;

  /** Give a sign of life, or just look, without `client`; forgets who was not heard of for two minutes. */
  beat(beat: Beat): Promise<Presence>;
  presence(page: SubjectId, client?: string): Promise<Presence>;
  leave(page: SubjectId, client: string): Promise<void>;

  /** Pages with versions or a state that the store does not tell of, where nothing was changed for so long. */
  unsettled(idleSeconds: number): Promise<readonly PageText[]>;
  /** Versions above this number, whole, in order. */
  versionsAfter(page: SubjectId, number: number): Promise<readonly TextVersion[]>;
  markSettled(page: SubjectId, number: number, state: TextState): Promise<void>;
  /** Put back what the store tells of a page; numbers that the page has already are left alone. */
  restore(text: RestoredText): Promise<void>;

  /** Read every version and prove its digest and its place. Sentences about what is wrong; none when sound. */
  proveVersions(): Promise<{ readonly versions: number; readonly problems: readonly string[] }>;
}
