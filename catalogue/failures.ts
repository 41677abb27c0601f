/** What a database throws, in the project's words. */
import { IntegrityError, ServiceError, SohoaError, SpaceError } from "../pipeline/errors.ts";

/** Primary SQLite result codes (sqlite.org/rescode.html); extended codes keep them in the low byte. */
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;
/** PostgreSQL error codes (documentation, appendix A). */
const POSTGRES_FULL = new Set(["53100", "ENOSPC"]);
const POSTGRES_CORRUPT = new Set(["XX001", "XX002"]);
const POSTGRES_REPEATABLE = new Set(["40001", "40P01"]);

/** True for a deadlock or serialization failure: the same transaction may succeed at once. */
export function isWorthRepeating(thrown: unknown): boolean {
  return POSTGRES_REPEATABLE.has(codeOf(thrown));
}

/** What PostgreSQL and the network call a connection that ended; pg has only words for some of its ways. */
const LOST_CODES = new Set(["ECONNRESET", "EPIPE", "57P01", "08003", "08006"]);
const LOST_WORDS = new Set([
  "Connection terminated unexpectedly",
  "Client has encountered a connection error and is not queryable",
]);

/** True when the connection ended under what was asked over it: over another one it may be answered at once. */
export function isLostConnection(thrown: unknown): boolean {
  return LOST_CODES.has(codeOf(thrown)) || (thrown instanceof Error && LOST_WORDS.has(thrown.message));
}

/** Unreachable, busy and unknown failures are SVC-CATALOGUE (try later); no room is SPACE-FULL; damaged files are CATALOGUE-DAMAGED. */
export function asCatalogueFailure(thrown: unknown): SohoaError {
  if (thrown instanceof SohoaError) return thrown;
  const detail = thrown instanceof Error ? thrown.message || codeOf(thrown) : String(thrown);
  const failure = { facts: { detail }, cause: thrown };
  const sqlite = sqliteCodeOf(thrown);
  const code = codeOf(thrown);
  if (sqlite === SQLITE_FULL || POSTGRES_FULL.has(code)) return new SpaceError({ code: "SPACE-FULL", ...failure });
  if (sqlite === SQLITE_CORRUPT || sqlite === SQLITE_NOTADB || POSTGRES_CORRUPT.has(code)) {
    return new IntegrityError({ code: "CATALOGUE-DAMAGED", ...failure });
  }
  return new ServiceError({ code: "SVC-CATALOGUE", ...failure });
}

function codeOf(thrown: unknown): string {
  const code = (thrown as { readonly code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

function sqliteCodeOf(thrown: unknown): number | undefined {
  const code = (thrown as { readonly errcode?: unknown } | undefined)?.errcode;
  return typeof code === "number" ? code & 0xff : undefined;
}
