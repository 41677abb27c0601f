/**
 * The library's identity provider (OpenID Connect Core 1.0): authorization code with PKCE, state and nonce; the ID token's signature,
 * issuer, audience, time and nonce are checked. The protocol is openid-client's; what may be reached is decided here.
 */
import type { Configuration, CustomFetchOptions } from "openid-client";
import { ServiceError, SohoaError } from "../../../pipeline/errors.ts";
import { mayReach } from "./may-reach.ts";

/** How this server is known to the provider. */
export interface OutsideOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where it sends people back to. */
  readonly redirect: string;
  /** The claim that decides about roles, where the library set one up. */
  readonly roleClaim?: string | undefined;
}

/** What binds an answer to the browser that asked. */
export interface Binding {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who came back. */
export interface OutsideIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Values of the claim that decides about roles; empty where there is none. */
  readonly groups: readonly string[];
}

/** stale: the answer is not to this question, or was used; denied: the provider says no; wrong: it cannot be believed; down. */
export type OutsideRefusal = "stale" | "denied" | "wrong" | "down";

/** Thrown with what to tell the person. */
export class OutsideError extends SohoaError {
  readonly refusal: OutsideRefusal;
  constructor(refusal: OutsideRefusal, cause: unknown) {
    super({ code: "OIDC-REFUSED", facts: { refusal, why: whyOf(cause) }, cause });
    this.refusal = refusal;
  }
}

const TIMEOUT_SECONDS = 10;

/** Asks the provider what it offers when somebody first signs in, and again after a failure. */
export class OutsideProvider {
  readonly #options: OutsideOptions;
  #found: Promise<Configuration> | undefined;

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  /** Where the browser is sent. @throws {OutsideError} down, wrong */
  async askAt({ state, nonce, verifier }: Binding): Promise<URL> {
    const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import("openid-client");
    const parameters = {
      redirect_uri: this.#options.redirect,
      scope: "openid",
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    };
    return buildAuthorizationUrl(await this.#configuration(), parameters);
  }

  /** Who came back with this query. @throws {OutsideError} */
  async whoCame(query: string, { state, nonce, verifier }: Binding): Promise<OutsideIdentity> {
    const { authorizationCodeGrant } = await import("openid-client");
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const address = new URL(`${this.#options.redirect}${query}`);
    const configuration = await this.#configuration();
    const claims = await authorizationCodeGrant(configuration, address, checks).then(
      (tokens) => tokens.claims(),
      (thrown: unknown) => {
        throw new OutsideError(refusalOf(thrown), thrown);
      },
    );
    if (!claims) throw new OutsideError("wrong", new TypeError("no ID token"));
    // As it is configured; the provider's own writing of it was found to mean the same.
    return { issuer: this.#options.issuer, subject: claims.sub, groups: groupsOf(claims[this.#options.roleClaim ?? ""]) };
  }

  async #configuration(): Promise<Configuration> {
    this.#found ??= this.#discover();
    return await this.#found.catch((thrown: unknown) => {
      this.#found = undefined;
      throw new OutsideError(refusalOf(thrown), thrown);
    });
  }

  async #discover(): Promise<Configuration> {
    const { allowInsecureRequests, ClientSecretBasic, customFetch, discovery, enableNonRepudiationChecks } = await import(
      "openid-client"
    );
    const { issuer, clientId, clientSecret } = this.#options;
    const isPlain = new URL(issuer).protocol === "http:";
    return await discovery(new URL(issuer), clientId, undefined, ClientSecretBasic(clientSecret), {
      // Plain HTTP is for a provider on this machine alone; see mayReach.
      execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
      timeout: TIMEOUT_SECONDS,
      [customFetch]: async (address: string, init: CustomFetchOptions) => {
        if (!mayReach(new URL(address), new URL(issuer)))
          throw new ServiceError({ code: "OIDC-ADDRESS", subject: new URL(address).origin });
        // A redirect could lead anywhere; nothing that is asked here needs one.
        return await fetch(address, { ...(init as RequestInit), redirect: "error" });
      },
    });
  }
}

/** One value or a list of them; nothing else counts. */
function groupsOf(claim: unknown): readonly string[] {
  return [claim].flat().filter((each) => typeof each === "string");
}

/** Codes of openid-client and what it is built on (`code`), and those of the protocol (`error`; RFC 6749, sections 4.1.2.1 and 5.2). */
function refusalOf(thrown: unknown): OutsideRefusal {
  if (thrown instanceof OutsideError) return thrown.refusal;
  const all = [...causesOf(thrown)];
  if (all.some((each) => each.code === "OIDC-ADDRESS")) return "wrong";
  const said = all.find((each) => typeof each.error === "string")?.error;
  if (said === "access_denied") return "denied";
  if (said === "invalid_grant") return "stale";
  if (said === "temporarily_unavailable" || said === "server_error") return "down";
  const isUnanswered = all.some(
    ({ name, code, status }) =>
      name === "TimeoutError" || code === "OAUTH_TIMEOUT" || (name === "TypeError" && code === undefined) || (status ?? 0) >= 500,
  );
  if (isUnanswered || all.some(({ code }) => code === "OAUTH_RESPONSE_IS_NOT_CONFORM")) return "down";
  return "wrong";
}

interface Told {
  readonly name?: string;
  readonly code?: string;
  readonly error?: string;
  readonly status?: number;
  readonly cause?: unknown;
}

function* causesOf(thrown: unknown): Generator<Told> {
  for (let each = thrown; typeof each === "object" && each !== null; each = (each as Told).cause) yield each as Told;
}

/** For the log of the server: codes, no tokens. */
function whyOf(cause: unknown): string {
  return [...causesOf(cause)]
    .map(({ name, code, error }) => [name, code, error].filter((each) => each !== undefined).join(" "))
    .join(" < ")
    .slice(0, 300);
}
