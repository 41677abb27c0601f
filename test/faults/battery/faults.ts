/** The battery: every fault once, with the tests that show what becomes of it. `npm run faults` runs them and fills `docs/faults.md`. */

import type { Fault } from "./fault.ts";
import { faultsOfPeople } from "./faults-of-people.ts";
import { faultsOfProcesses } from "./faults-of-processes.ts";
import { faultsOfStores } from "./faults-of-stores.ts";

/** F01 to F42, in order. */
export const FAULTS: readonly Fault[] = [...faultsOfProcesses, ...faultsOfStores, ...faultsOfPeople].sort((one, other) =>
  one.id < other.id ? -1 : 1,
);
