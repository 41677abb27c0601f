/** State, nonce and PKCE verifier of one sign-in, all from one secret in the browser's cookie: nothing is kept for it here. */
import { createHash } from "node:crypto";
import { nextPath } from "../access/next-path.ts";
import type { Binding } from "./provider.ts";

/** @param secret of the cookie; @param next where the person wants to go, told in the state and covered by it */
export function bindingOf(secret: string, next: string): Binding {
  const part = (name: string): string => createHash("sha256").update(`oidc ${name} ${secret} ${next}`).digest("base64url");
  return {
    state: `${part("state")}.${Buffer.from(next).toString("base64url")}`,
    nonce: part("nonce"),
    verifier: part("verifier"),
  };
}

/** Where the state that came back says the person wants to go; empty where it says nothing that leads here. */
export function nextOf(state: string): string {
  return nextPath(Buffer.from(state.split(".")[1] ?? "", "base64url").toString()) ?? "";
}
