/** The ledger over a database: each concern stands in its own file under `ledger/`. */
import type { Ledger } from "../pipeline/ledger.ts";
import { publicationLog } from "./activities/publication-log.ts";
import type { Database } from "./database.ts";
import { answers } from "./ledger/answers.ts";
import { batches } from "./ledger/batches.ts";
import { claims } from "./ledger/claims.ts";
import { closing } from "./ledger/closing.ts";
import { descriptions } from "./ledger/descriptions.ts";
import { dueTasks } from "./ledger/due-tasks.ts";
import { events } from "./ledger/event-rows.ts";
import { fixity } from "./ledger/fixity.ts";
import { intake } from "./ledger/intake.ts";
import { itemLists } from "./ledger/item-lists.ts";
import { items } from "./ledger/items.ts";
import { outcomes } from "./ledger/outcomes.ts";
import { planMarks } from "./ledger/plan-marks.ts";
import { pointers } from "./ledger/pointers.ts";
import { proof } from "./ledger/proof.ts";
import { recalls } from "./ledger/recalls.ts";
import { reconciling } from "./ledger/reconciling.ts";
import { restructuring } from "./ledger/restructuring.ts";
import { samples } from "./ledger/samples.ts";
import { tallies } from "./ledger/tallies.ts";
import { taskLists } from "./ledger/task-lists.ts";
import { verdicts } from "./ledger/verdicts.ts";

/** The ledger over an open database. Closing it closes the database. */
export function ledgerOver(database: Database): Ledger {
  return {
    ...batches(database),
    ...intake(database),
    ...closing(database),
    ...restructuring(database),
    ...items(database),
    ...itemLists(database),
    ...pointers(database),
    ...recalls(database),
    ...dueTasks(database),
    ...claims(database),
    ...outcomes(database),
    ...reconciling(database),
    ...taskLists(database),
    ...tallies(database),
    ...planMarks(database),
    ...answers(database),
    ...verdicts(database),
    ...samples(database),
    ...events(database),
    ...descriptions(database),
    ...publicationLog(database),
    ...fixity(database),
    ...proof(database),
    changeMark: () => database.changeMark(),
    close: () => database.close(),
  };
}
