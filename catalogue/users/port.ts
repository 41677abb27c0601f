/** The port to people: accounts, sign-in, sessions, and the log of what was changed. Secrets are kept as hashes only. */
import type { Role } from "./roles.ts";

/** A person who can sign in. */
export interface Account {
  readonly id: string;
  /** In small letters; see `accountName`. */
  readonly name: string;
  readonly role: Role;
  /** False until a password has been set with a one-time token. */
  readonly hasPassword: boolean;
  /** Restricted items that this account was granted; `*` stands for all. */
  readonly grants: readonly string[];
  readonly createdAt: string;
}

/** Who is signed in. */
export interface SignedIn {
  readonly account: Pick<Account, "id" | "name" | "role" | "grants">;
}

/** A secret that is shown once, and when it stops working. */
export interface OneTimeToken {
  readonly token: string;
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

/** What came of an attempt to sign in. Unknown names and wrong passwords are not told apart. */
export type SignInOutcome =
  | { readonly outcome: "signed-in"; readonly session: string; readonly account: SignedIn["account"] }
  | { readonly outcome: "refused" }
  | { readonly outcome: "locked"; readonly minutes: number };

/** What came of an attempt to set a password with a one-time token. */
export type RedeemOutcome = SignInOutcome | { readonly outcome: "weak"; readonly leastCharacters: number };

/** One change of the state of the system. Never changed, never removed. */
export interface AuditEntry {
  /** 1 for the first; rises by 1. */
  readonly number: number;
  readonly at: string;
  /** Who did it: the name of an account, or a person at the command line. */
  readonly actor: string;
  readonly action: AuditAction;
  /** What it was done to. */
  readonly subject: string;
  readonly facts: Readonly<Record<string, string>>;
  /** SHA-256 over this entry and the hash of the one before. */
  readonly hash: string;
}

/** What can be done. */
export const AUDIT_ACTIONS = [
  "account-added",
  "account-removed",
  "role-changed",
  "password-set",
  "password-reset",
  "grant-added",
  "grant-removed",
  "first-token-made",
  "signed-in",
  "signed-out",
  "text-begun",
  "text-corrected",
  "text-approved",
  "text-locked",
  "text-reopened",
  "text-taken-over",
  "record-saved",
  "record-signed",
  "record-approved",
  "structure-changed",
  "batch-delivered",
  "upload-dropped",
  "page-judged",
  "picture-treated",
  "sample-drawn",
  "setting-changed",
  "identity-linked",
  "identity-unlinked",
  "target-set",
  "target-removed",
  "sign-in-locked",
  "bundle-sent",
  "bundle-taken",
  "object-destroyed",
] as const;
/** One of them. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Whether the log is as it was written. */
export type AuditVerdict =
  | { readonly isSound: true; readonly entries: number; readonly hash: string }
  | { readonly isSound: false; readonly entries: number; readonly brokenAt: number };

/** Accounts as those who manage them see them. */
export interface Accounts {
  accounts(): Promise<readonly Account[]>;
  /** @throws {InputError} USER-NAME, USER-EXISTS */
  addAccount(actor: string, name: string, role: Role): Promise<OneTimeToken>;
  /** Ends all sessions of the account. @throws {InputError} USER-UNKNOWN, USER-LAST-ADMIN */
  setRole(actor: string, name: string, role: Role): Promise<void>;
  /** Takes the password away, ends all sessions, gives a token for a new password. @throws {InputError} USER-UNKNOWN */
  resetPassword(actor: string, name: string): Promise<OneTimeToken>;
  /** @throws {InputError} USER-UNKNOWN, USER-LAST-ADMIN */
  removeAccount(actor: string, name: string): Promise<void>;
  /** Let an account read a restricted item, or all with `*`; false when nothing changed. @throws {InputError} USER-UNKNOWN */
  setGrant(actor: string, name: string, item: string, isGranted: boolean): Promise<boolean>;
  /** A token that makes the first administrator; undefined as soon as there is any account. Earlier ones stop working. */
  firstToken(): Promise<OneTimeToken | undefined>;
}

/** Signing in and out. */
export interface Sessions {
  /** @param address where the attempt comes from; attempts are counted by account and by address */
  signIn(name: string, password: string, address: string): Promise<SignInOutcome>;
  /**
   * Let somebody in whom an identity provider has vouched for: into the account that an administrator linked, and no other.
   * @param role what the library's table of roles says of them; the account's own where it says nothing. Administrators keep theirs.
   */
  signInOutside(identity: OutsideIdentity, address: string, role?: Role): Promise<SignInOutcome>;
  /** Set a password with a one-time token and sign in; the first token makes an administrator of the name. */
  redeem(token: string, name: string, password: string, address: string): Promise<RedeemOutcome>;
  /** Who the session belongs to; undefined when there is none or it is over. Keeps it alive. Any text may be given. */
  signedIn(session: string): Promise<SignedIn | undefined>;
  /** End a session; nothing happens when there is none. */
  signOut(session: string): Promise<void>;
}

/** A person at an identity provider; `subject` is what the provider calls them for ever (OpenID Connect Core 1.0, section 2). */
export interface OutsideIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Accounts of people who sign in elsewhere. */
export interface Identities {
  identities(): Promise<readonly (OutsideIdentity & { readonly account: string })[]>;
  /** @throws {InputError} USER-UNKNOWN, IDENTITY-TAKEN */
  linkIdentity(actor: string, name: string, identity: OutsideIdentity): Promise<void>;
  /** Take all identities off an account and end its sessions; how many there were. @throws {InputError} USER-UNKNOWN */
  unlinkIdentities(actor: string, name: string): Promise<number>;
}

/** The chained log. */
export interface AuditLog {
  /** Write down what was done outside the tables of people: scans handed in, pages judged. */
  note(entry: Pick<AuditEntry, "actor" | "action" | "subject" | "facts">): Promise<void>;
  auditEntries(page: { readonly limit: number; readonly after: number }): Promise<readonly AuditEntry[]>;
  verifyAudit(): Promise<AuditVerdict>;
}

/** All of it. */
export interface Users extends Accounts, Sessions, Identities, AuditLog {}
