/** What an S3 server's refusals mean for people, and whether trying again can help. */
import { ServiceError, SohoaError, SpaceError } from "../errors.ts";

/** Codes of S3 and of the system, in plain words. Sources: Amazon S3 API reference, "Error responses"; errno(3). */
const MEANINGS: Readonly<Record<string, string>> = {
  AccessDenied: "the server refuses the access key or its permissions",
  InvalidAccessKeyId: "the server does not know the access key",
  SignatureDoesNotMatch: "the secret key is wrong",
  RequestTimeTooSkewed: "the clocks of this machine and of the server differ by more than 15 minutes",
  NoSuchBucket: "the bucket does not exist",
  InvalidBucketName: "the name of the bucket is not allowed",
  AuthorizationHeaderMalformed: "the region is not that of the bucket",
  SlowDown: "the server is overloaded",
  XAmzContentSHA256Mismatch: "the bytes changed on the way to the server",
  BadDigest: "the bytes changed on the way to the server",
  ECONNREFUSED: "nothing listens at the address of the server",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ENOTFOUND: "the name of the server cannot be resolved",
  EAI_AGAIN: "the name of the server cannot be resolved at the moment",
  EHOSTUNREACH: "the server cannot be reached over the network",
  ENETUNREACH: "the server cannot be reached over the network",
  ETIMEDOUT: "the server does not answer",
  CERT_HAS_EXPIRED: "the certificate of the server has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate of the server is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate of the server is not trusted",
};

/** A person must change something first; the same call would fail the same way. */
const NEEDS_A_PERSON: ReadonlySet<string> = new Set([
  "AccessDenied",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "RequestTimeTooSkewed",
  "NoSuchBucket",
  "InvalidBucketName",
  "AuthorizationHeaderMalformed",
  "MethodNotAllowed",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Answers rather than failures: the caller knows what they mean. */
const ANSWERS: ReadonlySet<string> = new Set(["NoSuchKey", "NotFound", "PreconditionFailed", "InvalidRange", "NotImplemented"]);

const FULL: ReadonlySet<string> = new Set([
  "QuotaExceeded",
  "InsufficientStorage",
  "XMinioStorageFull",
  "EntityTooLargeForQuota",
  "ENOSPC",
]);

/** The code of an S3 answer or of a system error; empty when there is none. */
export function codeOf(thrown: unknown): string {
  const code = (thrown as { readonly code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** Whether the same call may succeed later in the same minute. Time-outs may; other errors of the project were decided already. */
export function isWorthRetrying(thrown: unknown): boolean {
  if (thrown instanceof SohoaError) return thrown instanceof ServiceError && thrown.retry === "later";
  const code = codeOf(thrown);
  return !NEEDS_A_PERSON.has(code) && !ANSWERS.has(code) && !FULL.has(code) && !isInvalidName(thrown);
}

/** Make an error of the project from what the client threw: SPACE-FULL for a full server, else SVC-STORE. */
export function explainS3(thrown: unknown, action: string): SohoaError {
  const code = codeOf(thrown);
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const meaning = MEANINGS[code];
  const detail = meaning ? `${meaning} (${code})` : `${said}${code ? ` (${code})` : ""}`;
  if (FULL.has(code)) return new SpaceError({ code: "SPACE-FULL", facts: { action, detail }, cause: thrown });
  const retry = NEEDS_A_PERSON.has(code) || isInvalidName(thrown) ? "person" : "later";
  return new ServiceError({ code: "SVC-STORE", retry, facts: { action, detail }, cause: thrown });
}

function isInvalidName(thrown: unknown): boolean {
  return thrown instanceof Error && /^Invalid(BucketName|Endpoint|Argument)Error$/.test(thrown.name);
}
