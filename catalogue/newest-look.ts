/** Which evidence of fixity counts: rows are never overwritten, so an object that was repaired still has those of its damage. */
import { type SqlBool, sql } from "kysely";

/** Of a row of `fixity` called `bad`: nobody looked at this object in this copy after it. */
export const isNewestLook = sql<SqlBool>`not exists (
  select 1 from "fixity" as "later"
  where "later"."digest" = "bad"."digest" and "later"."copy" = "bad"."copy" and "later"."number" > "bad"."number"
)`;
