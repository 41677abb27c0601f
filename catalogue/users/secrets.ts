/** Secrets that a machine makes: sessions and one-time tokens. Only their hashes are kept. */
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, safe in cookies and addresses. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret. So many random bits need no slow hash; and a look-up by hash tells nothing by its time. */
export function hashOfSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
