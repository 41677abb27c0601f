/** People in an open database: accounts, sessions and the log of changes. */
import type { Database } from "../database.ts";
import { accountsOver } from "./accounts.ts";
import { auditLog } from "./audit-log.ts";
import { identitiesOver } from "./identities.ts";
import { PASSWORD_COST, type PasswordCost } from "./passwords.ts";
import type { Users } from "./port.ts";
import { sessionsOver } from "./sessions.ts";

/** All of it; `cost` is what hashing a new password takes. */
export function usersOver(database: Database, cost: PasswordCost = PASSWORD_COST): Users {
  return { ...accountsOver(database), ...sessionsOver(database, cost), ...identitiesOver(database), ...auditLog(database) };
}
