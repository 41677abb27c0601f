/** The alarm of one object, as commands list it. */

import { alarmOf } from "../pipeline/fixity/round.ts";
import type { Damaged } from "../pipeline/fixity-log.ts";

/** One damaged object as the line of an error. */
export function asError({ digest, copy, outcome }: Damaged) {
  return { code: alarmOf(outcome), path: digest, facts: { subject: digest, copy } };
}
