/** What a library owns and what it is to reach: the register, organisations, targets, and the evidence that items are digitized. */
import type { Database } from "./database.ts";
import { countedRegisters } from "./holdings/counted-registers.ts";
import { digitizedItems } from "./holdings/digitized-items.ts";
import type { Holdings } from "./holdings/port.ts";
import { registerEntries } from "./holdings/register-entries.ts";
import { organisationsOver, targetsOver } from "./holdings/targets.ts";
import { workDone } from "./holdings/work-done.ts";
import { workWaiting } from "./holdings/work-waiting.ts";

/** The holdings in an open database. */
export function holdingsOver(database: Database): Holdings {
  return {
    ...registerEntries(database),
    ...targetsOver(database),
    ...organisationsOver(database),
    ...countedRegisters(database),
    digitized: () => digitizedItems(database),
    workDone: (span) => workDone(database, span),
    workWaiting: () => database.read(workWaiting),
  };
}
