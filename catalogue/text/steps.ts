/** Steps of the review: who said what of which version. Each is written into the log of changes in its own transaction. */
import { InputError } from "../../pipeline/errors.ts";
import type { PageText } from "../../pipeline/text-version.ts";
import type { Change, Database } from "../database.ts";
import { writeAudit } from "../users/audit-log.ts";
import type { AuditAction } from "../users/port.ts";
import { asPageText, heldPage, type PageTextRow } from "./page-rows.ts";
import type { TextStep, TextVersions } from "./port.ts";

/** How long whoever answers the gate may take before somebody else tries. */
const ANSWERING_SECONDS = 60;

/** The review part of the port. */
export function steps(database: Database): Pick<TextVersions, "take" | "claimAnswer" | "markAnswered" | "releaseAnswer"> {
  return {
    take: (page, actor, step) => database.change((change) => take(database, change, { page, actor, step })),

    claimAnswer: (page, number) =>
      database.change(async (change) => {
        const claimed = await change
          .updateTable("text_page")
          .set({ answering_until: database.now(ANSWERING_SECONDS) })
          .where("subject", "=", page)
          .where("corrected_number", "=", number)
          .where("answered_number", "<>", number)
          .where("answering_until", "<=", database.now())
          .executeTakeFirstOrThrow();
        return claimed.numUpdatedRows === 1n;
      }),

    markAnswered: (page, number) =>
      database.change(async (change) => {
        const row = await heldPage(database, change, page);
        const set = { answered_number: Math.max(row.answered_number, number), answering_until: "" };
        await change.updateTable("text_page").set(set).where("subject", "=", page).execute();
      }),

    releaseAnswer: (page) =>
      database.change(async (change) => {
        await change.updateTable("text_page").set({ answering_until: "" }).where("subject", "=", page).execute();
      }),
  };
}

interface Taking {
  readonly page: string;
  readonly actor: string;
  readonly step: TextStep;
}

/** What a step changes, and its word in the log; undefined: the page is there already. */
interface Taken {
  readonly set: Partial<Pick<PageTextRow, "state" | "corrected_number" | "corrected_by" | "approved_by">>;
  readonly action: AuditAction;
}

async function take(database: Database, change: Change, { page, actor, step }: Taking): Promise<PageText> {
  const row = await heldPage(database, change, page);
  const taken = takenBy(row, actor, step);
  if (!taken) return asPageText(row);
  const set = { ...taken.set, changed_at: database.now() };
  await change.updateTable("text_page").set(set).where("subject", "=", page).execute();
  const facts = { item: row.item_id, from: row.state, version: String(row.latest) };
  await writeAudit(database, change, { actor, action: taken.action, subject: page, facts });
  return asPageText({ ...row, ...set });
}

function takenBy(row: PageTextRow, actor: string, step: TextStep): Taken | undefined {
  if (step.step === "correct") return correct(row, actor, step.number);
  if (step.step === "approve") return approve(row, actor, step);
  if (step.step === "lock") {
    if (row.state === "locked") return undefined;
    if (row.state !== "approved") throw wrongStep(row, "lock");
    return { set: { state: "locked" }, action: "text-locked" };
  }
  if (row.state === "in-work") return undefined;
  if (row.state === "untouched") throw wrongStep(row, "reopen");
  return { set: { state: "in-work", approved_by: "" }, action: "text-reopened" };
}

function correct(row: PageTextRow, actor: string, number: number): Taken | undefined {
  refuseStale(row, number);
  if (row.state !== "in-work") {
    if (row.corrected_number === number) return undefined;
    throw wrongStep(row, "correct");
  }
  const set = { state: "corrected", corrected_number: number, corrected_by: actor, approved_by: "" } as const;
  return { set, action: "text-corrected" };
}

function approve(
  row: PageTextRow,
  actor: string,
  { number, isSecondPerson }: Extract<TextStep, { readonly step: "approve" }>,
): Taken | undefined {
  refuseStale(row, number);
  if (row.state === "approved" || row.state === "locked") return undefined;
  if (row.state !== "corrected") throw wrongStep(row, "approve");
  if (isSecondPerson && row.corrected_by === actor) {
    throw new InputError({ code: "TEXT-SECOND-PERSON", subject: row.subject, exit: "denied" });
  }
  return { set: { state: "approved", approved_by: actor }, action: "text-approved" };
}

/** What a person declares right is what they saw. */
function refuseStale(row: PageTextRow, number: number): void {
  if (row.latest !== number || number === 0) {
    const facts = { version: number, latest: row.latest };
    throw new InputError({ code: "TEXT-STALE", subject: row.subject, exit: "busy", facts });
  }
}

function wrongStep(row: PageTextRow, step: string): InputError {
  return new InputError({ code: "TEXT-STEP", subject: row.subject, exit: "busy", facts: { state: row.state, step } });
}
