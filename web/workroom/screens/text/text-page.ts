/** What the server says of the text of a page, and what it is told. */

import type { TextLayer } from "../../../../pipeline/text-layer.ts";
import type { TextState, TextVersion, VersionNote, WorkingText } from "../../../../pipeline/text-version.ts";
import { get, post, postLeaving, put } from "../../api.ts";
import type { SaveAnswer } from "./save-answer.ts";

/** Somebody with the page open. */
export interface PresentPerson {
  readonly account: string;
  readonly isThis: boolean;
  readonly since: string;
}

/** Who is at a page. */
export interface Presence {
  readonly holder?: PresentPerson;
  readonly present: readonly PresentPerson[];
}

/** What was made of the picture anew while a person's text stands: offered, never taken by itself. */
export interface Proposal {
  readonly digest: string;
  readonly content: WorkingText;
}

/** The page as it is opened. */
export interface TextPage {
  readonly page: string;
  readonly item: string;
  readonly shelfmark: string;
  readonly label: string;
  readonly previous: string | null;
  readonly next: string | null;
  readonly state: TextState;
  /** The version on the screen; 0: the machine's reading. */
  readonly number: number;
  readonly content: WorkingText;
  /** The layer with characters, their boxes, confidences and alternatives, that the content began from. */
  readonly shown: TextLayer;
  readonly proposal: Proposal | null;
  readonly presence: Presence;
  /** True where another person must approve. */
  readonly needsSecondPerson: boolean;
}

const own = (page: string): string => `/api/pages/${encodeURIComponent(page)}/text`;

export const textPath = own;

/** Keep a text; the same save sent again is kept once. */
export const saveText = (page: string, save: { readonly base: number; readonly saveId: string; readonly content: WorkingText }) =>
  put<SaveAnswer>(own(page), save);

/** Take a step of the review. */
export const takeStep = (page: string, step: "correct" | "approve" | "reopen" | "lock", number: number) =>
  post<{ readonly state: TextState }>(`${own(page)}/steps`, { step, number });

/** Give a sign of life. */
export const beat = (page: string, client: string, takeOver: boolean) =>
  post<Presence>(`${own(page)}/presence`, { client, takeOver });

/** Take the sign of life back, also while the browser closes the page. */
export const leave = (page: string, client: string): void => postLeaving(`${own(page)}/leave`, { client });

/** Versions, newest first. */
export const history = (page: string, before?: number) =>
  get<{ readonly versions: readonly VersionNote[] }>(`${own(page)}/versions${before === undefined ? "" : `?before=${before}`}`);

/** One version with its text. */
export const version = (page: string, number: number) => get<TextVersion>(`${own(page)}/versions/${number}`);
