/** A desk as JSON: what is on it, what is wrong with it, in the reader's words. */
import type { RecordIssue } from "../../../../catalogue/record/check.ts";
import type { Desk } from "../../../../catalogue/record-versions/port.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import type { Language } from "../../language.ts";
import type { Workroom } from "../workroom.ts";
import { judged, peopleNeeded } from "./desk.ts";

/** The desk with all its problems, each with its sentence. */
export async function shownDesk(workroom: Workroom, item: ItemRow, desk: Desk, language: Language) {
  const { record, issues } = await judged(workroom, item, desk, language);
  return {
    number: desk.number,
    fields: desk.fields,
    agent: desk.agent,
    savedAt: desk.savedAt,
    isAnswered: desk.answered === desk.number,
    answered: desk.answered,
    conflicts: desk.conflicts,
    signatures: desk.signatures,
    people: peopleNeeded(workroom.gates, item),
    isComplete: record !== undefined && !issues.some(({ level }) => level === "error"),
    issues: issues.map((issue) => explained(workroom, issue, language)),
  };
}

function explained({ explain, phrase }: Workroom, { level, field, code, facts }: RecordIssue, language: Language) {
  const named = phrase(language, `field.${field}`) ?? field;
  return { level, field, code, ...explain(language, code, { ...facts, field: named }) };
}
