/** The library's identity provider, from the configuration; the secret from the environment or a file, and from nowhere else. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ROLES } from "../catalogue/users/roles.ts";
import type { Config } from "../config/schema.ts";
import { ConfigError } from "../pipeline/errors.ts";
import type { Outside } from "../web/server/services.ts";

/** Where the provider sends people back to: it must be told this address. */
export function redirectOf({ baseUrl }: Pick<Config, "baseUrl">): string {
  return `${baseUrl.replace(/\/+$/, "")}/sign-in/outside/callback`;
}

/** Undefined where none is set up. @throws {ConfigError} OIDC-SECRET */
export async function outsideOf(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Outside | undefined> {
  const { oidc, home } = config;
  if (!oidc) return undefined;
  const { issuer, clientId, secretFile, roles } = oidc;
  const filed = async (): Promise<string> =>
    secretFile === undefined ? "" : await readFile(resolve(home, secretFile), "utf8").catch(() => "");
  const clientSecret = environment["SOHOA_OIDC_SECRET"] || (await filed()).trim();
  if (clientSecret === "") throw new ConfigError({ code: "OIDC-SECRET", subject: "oidc" });
  const table = Object.entries(roles?.groups ?? {})
    .map(([group, role]) => ({ group, role }))
    .sort((one, other) => ROLES.indexOf(one.role) - ROLES.indexOf(other.role));
  return { issuer, clientId, clientSecret, redirect: redirectOf(config), ...(roles && { roleClaim: roles.claim, roles: table }) };
}
