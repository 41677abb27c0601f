/** The tables of people, as Kysely sees them. */
import type { AuditAction } from "./port.ts";
import type { Role } from "./roles.ts";

/** A person who can sign in; `password` is as `passwords.ts` writes it. */
interface AccountTable {
  id: string;
  name: string;
  role: Role;
  password: string | null;
  created_at: string;
}

/** A restricted item that an account may read; `*` stands for all. */
interface AccountGrantTable {
  account_id: string;
  item_id: string;
}

/** Who is signed in. */
interface SessionTable {
  secret_hash: string;
  account_id: string;
  created_at: string;
  used_at: string;
}

/** What sets a password once; without an account it makes the first administrator. */
interface OneTimeTokenTable {
  secret_hash: string;
  account_id: string | null;
  expires_at: string;
}

/** Attempts to sign in, counted until a time. */
interface SignInAttemptTable {
  key: string;
  attempts: number;
  until: string;
}

/** Whom an identity provider means with an account. */
interface OutsideIdentityTable {
  issuer: string;
  subject: string;
  account_id: string;
  linked_by: string;
  linked_at: string;
}

/** What was changed, by whom; rows are never changed. */
interface AuditTable {
  /** Given by `audit_end`, without gaps. */
  number: number;
  at: string;
  actor: string;
  action: AuditAction;
  subject: string;
  facts: string;
  hash: string;
}

/** One row: number and hash of the last entry. */
interface AuditEndTable {
  id: number;
  number: number;
  hash: string;
}

/** All of them. */
export interface UserTables {
  account: AccountTable;
  account_grant: AccountGrantTable;
  session: SessionTable;
  one_time_token: OneTimeTokenTable;
  sign_in_attempt: SignInAttemptTable;
  outside_identity: OutsideIdentityTable;
  audit: AuditTable;
  audit_end: AuditEndTable;
}
