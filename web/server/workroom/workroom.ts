/**
 * What the workroom, the staff's part of the server, is given beside what the public pages use. Its pages lie under `/workroom`, its
 * JSON under `/api`; nobody who is not signed in sees either.
 */
import type { Holdings } from "../../../catalogue/holdings/port.ts";
import type { FullReport } from "../../../catalogue/progress/gather-report.ts";
import type { LoadedRules } from "../../../catalogue/record/check.ts";
import type { RecordVersions } from "../../../catalogue/record-versions/port.ts";
import type { Settings } from "../../../catalogue/settings/port.ts";
import type { TextVersions } from "../../../catalogue/text/port.ts";
import type { Users } from "../../../catalogue/users/port.ts";
import type { WorkLog } from "../../../catalogue/work-log/port.ts";
import type { Facts } from "../../../pipeline/errors.ts";
import type { Intake } from "../../../pipeline/intake.ts";
import type { Gate } from "../../../pipeline/stage.ts";
import type { Language } from "../language.ts";
import type { PictureMaker } from "./quality/picture-maker.ts";
import type { QualityDesk } from "./quality/quality-desk.ts";
import type { SettingsDesk } from "./settings/settings-desk.ts";
import type { Deliveries } from "./upload/deliveries.ts";

/** A failure in a reader's words: what happened, and what to do next. */
export interface Explained {
  readonly message: string;
  readonly advice: string;
}

/** Ports and values of the workroom. Its ledger, store and queue are the whole ones. */
export interface Workroom extends Intake {
  readonly users: Users;
  readonly holdings: Holdings;
  readonly texts: TextVersions;
  readonly recordVersions: RecordVersions;
  readonly workLog: WorkLog;
  readonly settings: Settings;
  readonly settingsDesk: SettingsDesk;
  /** Kinds of document, lists and authorities, those of the library among them; entries are found by the names of this language. */
  readonly recordRules: (language: Language) => Promise<LoadedRules>;
  /** The gates that people answer here. */
  readonly gates: { readonly textReview: Gate; readonly metadataEntry: Gate; readonly pictureTreatment: Gate };
  /** How scans are taken in. */
  readonly deliveries: Deliveries;
  /** What was measured on pictures, in words and marks. */
  readonly qualityDesk: QualityDesk;
  /** Makes pictures of masters, outside this process. */
  readonly pictureMaker: PictureMaker;
  /** The library's own folder, for what it lays there: lists, dictionaries, uploads that are under way. */
  readonly home: string;
  /** Folder with the built pages of the workroom. */
  readonly pages: string;
  /** The sentence for a code of failure. */
  readonly explain: (language: Language, code: string, facts: Facts) => Explained;
  /** The word for a stage, a gate or a role, by keys such as `stage.ocr`; the key itself where there is none. */
  readonly say: (language: Language, key: string) => string;
  /** A report of targets as a workbook, or as a page to be printed. */
  readonly reportFile: (language: Language, form: "xlsx" | "html", report: FullReport) => Promise<Uint8Array>;
  /** A phrase of the interface, where somebody wrote it. */
  readonly phrase: (language: Language, key: string, facts?: Facts) => string | undefined;
}
