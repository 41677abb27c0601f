/** `/sign-in`, `/sign-in/token` and `/sign-out`: how people come in and go. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LEAST_CHARACTERS } from "../../../catalogue/users/passwords.ts";
import type { RedeemOutcome, Sessions } from "../../../catalogue/users/port.ts";
import { newSecret } from "../../../catalogue/users/secrets.ts";
import { type Cookies, cookiesFor } from "../access/cookies.ts";
import { fieldOf, formToken } from "../access/form-token.ts";
import { nextPath } from "../access/next-path.ts";
import { WorkGate } from "../image/work-gate.ts";
import { requestLanguage } from "../problem.ts";
import type { Routes, Site } from "../site.ts";
import type { Html } from "../views/html.ts";
import { type SignInView, signedInPage, signInPage, tokenPage } from "../views/sign-in-page.ts";

/** A password of the greatest length in a form of its own, percent-encoded. */
const FORM_BYTES = 16_384;
/** A hash takes 32 MiB; who comes behind a long line is told to come again. */
const HASHES_AT_ONCE = 2;
const MOST_WAITING = 20;

interface Desk {
  readonly site: Site;
  readonly users: Sessions;
  readonly cookies: Cookies;
  readonly hashing: WorkGate;
}

/** The pages, where there is anybody who could sign in. */
export const signInRoutes: Routes = (server, site) => {
  const { users } = site.services;
  if (!users) return;
  const cookies = cookiesFor(site.services.baseUrl);
  const desk: Desk = { site, users, cookies, hashing: new WorkGate(HASHES_AT_ONCE, MOST_WAITING) };
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const type = "application/x-www-form-urlencoded";
    scope.addContentTypeParser(type, { parseAs: "string", bodyLimit: FORM_BYTES }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    addRoutes(scope, desk);
  });
};

function addRoutes(scope: FastifyInstance, desk: Desk): void {
  const { users, cookies, site } = desk;
  const posted = { bodyLimit: FORM_BYTES };

  scope.get<{ Querystring: { next?: unknown } }>("/sign-in", async (request, reply) => {
    const name = request.visitor?.account.name;
    const next = typeof request.query.next === "string" ? nextPath(request.query.next) : undefined;
    return show(desk, request, reply, (view) =>
      name === undefined ? signInPage({ ...view, next }) : signedInPage({ ...view, name }),
    );
  });

  scope.post("/sign-in", posted, async (request, reply) => {
    const [name, next] = [fieldOf(request, "name"), nextPath(fieldOf(request, "next"))];
    const outcome = await desk.hashing.run(() => users.signIn(name, fieldOf(request, "password"), request.ip), request.ip);
    if (outcome.outcome === "signed-in") return await enter(desk, request, reply, outcome.session, next);
    const notice = noticeOf(outcome, "refused");
    return show(desk, request, refuse(reply, outcome), (view) => signInPage({ ...view, notice, name, next }));
  });

  scope.get("/sign-in/token", async (request, reply) => show(desk, request, reply, tokenPage));

  scope.post("/sign-in/token", posted, async (request, reply) => {
    const [name, password] = [fieldOf(request, "name"), fieldOf(request, "password")];
    if (password !== fieldOf(request, "again")) {
      return show(desk, request, reply.code(422), (view) => tokenPage({ ...view, notice: { key: "different" }, name }));
    }
    const outcome = await desk.hashing.run(
      () => users.redeem(fieldOf(request, "token").trim(), name, password, request.ip),
      request.ip,
    );
    if (outcome.outcome === "signed-in") return await enter(desk, request, reply, outcome.session, undefined);
    const notice = noticeOf(outcome, "tokenRefused");
    return show(desk, request, refuse(reply, outcome), (view) => tokenPage({ ...view, notice, name }));
  });

  scope.post("/sign-out", posted, async (request, reply) => {
    const session = cookies.session.of(request);
    if (session !== undefined) await users.signOut(session);
    cookies.session.clear(reply);
    return reply.header("cache-control", "no-store").redirect(`${site.root}/`, 303);
  });
}

/** Let a reader in under a new session; the one that the browser had is over. */
async function enter(
  { users, cookies, site }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  session: string,
  next: string | undefined,
): Promise<FastifyReply> {
  const earlier = cookies.session.of(request);
  if (earlier !== undefined) await users.signOut(earlier);
  cookies.session.set(reply, session);
  return reply.header("cache-control", "no-store").redirect(`${site.root}${next ?? "/"}`, 303);
}

/** A page with a form of its own, kept nowhere. */
function show(
  { cookies, site }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  page: (view: SignInView) => Html,
): FastifyReply {
  const form = cookies.form.of(request) ?? newSecret();
  cookies.form.set(reply, form);
  const view = {
    language: requestLanguage(request),
    root: site.root,
    formToken: formToken(form, cookies.session.of(request)),
    outside: site.services.outside !== undefined,
  };
  void reply.header("cache-control", "no-store").header("vary", "Accept-Language");
  return reply.type("text/html; charset=utf-8").send(page(view).text);
}

type Refusal = Exclude<RedeemOutcome, { readonly outcome: "signed-in" }>;

function refuse(reply: FastifyReply, outcome: Refusal): FastifyReply {
  if (outcome.outcome === "locked") return reply.code(429).header("retry-after", outcome.minutes * 60);
  return reply.code(outcome.outcome === "weak" ? 422 : 403);
}

function noticeOf(outcome: Refusal, refused: "refused" | "tokenRefused"): SignInView["notice"] {
  if (outcome.outcome === "locked") return { key: "locked", facts: { minutes: outcome.minutes } };
  return outcome.outcome === "weak" ? { key: "weak", facts: { least: LEAST_CHARACTERS } } : { key: refused };
}
