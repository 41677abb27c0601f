/**
 * `/api/users` and `/api/audit`: accounts, and the log of every change. Whoever changes accounts gives their own password with the
 * change, so that an open browser is not enough.
 */
import { z } from "zod";
import { ROLES } from "../../../catalogue/users/roles.ts";
import { requestLanguage } from "../problem.ts";
import { ApiProblem, accountOf, bodyOf, queryOf, type WorkroomRoutes } from "./api.ts";

const password = z.string().min(1).max(1000);
const name = z.string().min(1).max(200);
const addSchema = z.strictObject({ password, name, role: z.enum(ROLES) });
const roleSchema = z.strictObject({ password, role: z.enum(ROLES) });
const onlyPassword = z.strictObject({ password });
/** Providers call people by up to 255 characters (OpenID Connect Core 1.0, section 2). */
const identitySchema = z.strictObject({ password, subject: z.string().trim().min(1).max(255) });
const grantSchema = z.strictObject({ password, item: z.string().min(1).max(80), isGranted: z.boolean() });
const auditSchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

interface Named {
  readonly Params: { readonly name: string };
}

/** The routes. */
export const peopleRoutes: WorkroomRoutes = (server, site, { users, phrase }) => {
  /** @throws {ApiProblem} 403 API-PASSWORD, 429 API-LOCKED */
  const confirm = async (actor: string, given: string, address: string): Promise<void> => {
    const outcome = await users.signIn(actor, given, address);
    if (outcome.outcome === "locked") throw new ApiProblem(429, "API-LOCKED", { minutes: outcome.minutes });
    if (outcome.outcome !== "signed-in") throw new ApiProblem(403, "API-PASSWORD");
    await users.signOut(outcome.session);
  };

  server.get("/api/users", async () => {
    const [accounts, identities] = [await users.accounts(), await users.identities()];
    const hasIdentity = new Set(identities.map(({ account }) => account));
    const isOutsideOn = site.services.outside !== undefined;
    return { users: accounts.map((each) => ({ ...each, hasIdentity: hasIdentity.has(each.name) })), isOutsideOn };
  });

  server.post<Named>("/api/users/:name/identities", async (request) => {
    const body = bodyOf(identitySchema, request);
    const actor = accountOf(request).name;
    await confirm(actor, body.password, request.ip);
    const { outside } = site.services;
    if (!outside) throw new ApiProblem(409, "OIDC-OFF");
    await users.linkIdentity(actor, request.params.name, { issuer: outside.issuer, subject: body.subject });
    return {};
  });

  server.delete<Named>("/api/users/:name/identities", async (request) => {
    const actor = accountOf(request).name;
    await confirm(actor, bodyOf(onlyPassword, request).password, request.ip);
    return { unlinked: await users.unlinkIdentities(actor, request.params.name) };
  });

  server.post("/api/users", async (request) => {
    const body = bodyOf(addSchema, request);
    const actor = accountOf(request).name;
    await confirm(actor, body.password, request.ip);
    return await users.addAccount(actor, body.name, body.role);
  });

  server.put<Named>("/api/users/:name/role", async (request) => {
    const body = bodyOf(roleSchema, request);
    const actor = accountOf(request).name;
    await confirm(actor, body.password, request.ip);
    await users.setRole(actor, request.params.name, body.role);
    return {};
  });

  server.post<Named>("/api/users/:name/reset", async (request) => {
    const actor = accountOf(request).name;
    await confirm(actor, bodyOf(onlyPassword, request).password, request.ip);
    return await users.resetPassword(actor, request.params.name);
  });

  server.post<Named>("/api/users/:name/grants", async (request) => {
    const body = bodyOf(grantSchema, request);
    const actor = accountOf(request).name;
    await confirm(actor, body.password, request.ip);
    return { hasChanged: await users.setGrant(actor, request.params.name, body.item, body.isGranted) };
  });

  server.delete<Named>("/api/users/:name", async (request) => {
    const actor = accountOf(request).name;
    await confirm(actor, bodyOf(onlyPassword, request).password, request.ip);
    await users.removeAccount(actor, request.params.name);
    return {};
  });

  server.get("/api/audit", async (request) => {
    const language = requestLanguage(request);
    const entries = await users.auditEntries(queryOf(auditSchema, request));
    return { entries: entries.map((each) => ({ ...each, said: phrase(language, `audit.${each.action}`) ?? each.action })) };
  });
  server.get("/api/audit/verify", async () => await users.verifyAudit());
};
