/** The errors of OAI-PMH (section 3.6). They are answers like others, with status 200. */

/** Codes that the protocol has. */
export type OaiErrorCode =
  | "badVerb"
  | "badArgument"
  | "badResumptionToken"
  | "cannotDisseminateFormat"
  | "idDoesNotExist"
  | "noRecordsMatch"
  | "noMetadataFormats"
  | "noSetHierarchy";

/** What is wrong, and what to do instead, in English: its readers run harvesters anywhere. */
export interface OaiProblem {
  readonly code: OaiErrorCode;
  readonly message: string;
}
