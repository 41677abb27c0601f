/**
 * `/sign-in/outside` and `…/callback`: coming in by the library's identity provider, where one is set up. The provider says who
 * somebody is; an administrator has said which account that is. Nobody gets an account, or a right, by coming.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SignInOutcome } from "../../../catalogue/users/port.ts";
import { newSecret } from "../../../catalogue/users/secrets.ts";
import { cookiesFor } from "../access/cookies.ts";
import { formToken } from "../access/form-token.ts";
import { nextPath } from "../access/next-path.ts";
import { WorkGate } from "../image/work-gate.ts";
import { bindingOf, nextOf } from "../outside/binding.ts";
import { OutsideError, OutsideProvider, type OutsideRefusal } from "../outside/provider.ts";
import { requestLanguage } from "../problem.ts";
import type { Outside } from "../services.ts";
import type { Routes, Site } from "../site.ts";
import { type SignInView, signInPage } from "../views/sign-in-page.ts";

/** Each asks the provider; who comes behind a long line is told to come again. */
const AT_ONCE = 8;
const MOST_WAITING = 40;
const STATUS: Readonly<Record<OutsideRefusal, number>> = { stale: 403, denied: 403, wrong: 403, down: 503 };

/** The routes; they are there also where no provider is set up, and say so. */
export const outsideSignInRoutes: Routes = (server, site) => {
  const { users, outside } = site.services;
  if (!users) return;
  const cookies = cookiesFor(site.services.baseUrl);
  const gate = new WorkGate(AT_ONCE, MOST_WAITING);
  const provider = outside && new OutsideProvider(outside);
  const refuse = (request: FastifyRequest, reply: FastifyReply, status: number, notice: SignInView["notice"]): FastifyReply =>
    showSignIn(site, request, reply.code(status), notice);

  server.get<{ Querystring: { next?: unknown } }>("/sign-in/outside", async (request, reply) => {
    if (!provider) return refuse(request, reply, 404, { key: "outsideOff" });
    const next = typeof request.query.next === "string" ? (nextPath(request.query.next) ?? "") : "";
    const secret = newSecret();
    try {
      const address = await gate.run(() => provider.askAt(bindingOf(secret, next)), request.ip);
      cookies.outside.set(reply, secret);
      return reply.header("cache-control", "no-store").redirect(address.href, 303);
    } catch (thrown) {
      return tellRefusal(site, refuse, request, reply, thrown);
    }
  });

  server.get<{ Querystring: { state?: unknown } }>("/sign-in/outside/callback", async (request, reply) => {
    if (!provider || !outside) return refuse(request, reply, 404, { key: "outsideOff" });
    const secret = cookies.outside.of(request);
    // Used once, whatever comes of it.
    cookies.outside.clear(reply);
    const next = nextOf(typeof request.query.state === "string" ? request.query.state : "");
    const binding = bindingOf(secret ?? "", next);
    if (secret === undefined || request.query.state !== binding.state)
      return refuse(request, reply, 403, { key: "outside_stale" });
    try {
      const query = request.url.slice(request.url.indexOf("?"));
      const who = await gate.run(() => provider.whoCame(query, binding), request.ip);
      const outcome = await users.signInOutside(who, request.ip, roleFor(outside, who.groups));
      return await enter(site, request, reply, { outcome, next, code: who.subject });
    } catch (thrown) {
      return tellRefusal(site, refuse, request, reply, thrown);
    }
  });
};

/** The widest role that the library's table gives one of these groups; undefined: the provider decides about no role. */
function roleFor({ roles }: Outside, groups: readonly string[]) {
  return roles?.findLast(({ group }) => groups.includes(group))?.role;
}

interface Coming {
  readonly outcome: SignInOutcome;
  readonly next: string;
  /** What the provider calls the person, for the administrator. */
  readonly code: string;
}

async function enter(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { outcome, next, code }: Coming,
): Promise<FastifyReply> {
  if (outcome.outcome !== "signed-in")
    return showSignIn(site, request, reply.code(403), { key: "outsideUnknown", facts: { code } });
  const cookies = cookiesFor(site.services.baseUrl);
  const earlier = cookies.session.of(request);
  if (earlier !== undefined) await site.services.users?.signOut(earlier);
  cookies.session.set(reply, outcome.session);
  return reply.header("cache-control", "no-store").redirect(`${site.root}${next || "/"}`, 303);
}

type Refuse = (request: FastifyRequest, reply: FastifyReply, status: number, notice: SignInView["notice"]) => FastifyReply;

function tellRefusal(
  { services }: Site,
  refuse: Refuse,
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
): FastifyReply {
  if (!(thrown instanceof OutsideError)) throw thrown;
  const { refusal, facts } = thrown;
  services.log?.warn("outside-sign-in-refused", { refusal, why: String(facts["why"] ?? "") });
  return refuse(request, reply, STATUS[refusal], { key: `outside_${refusal}` });
}

function showSignIn(site: Site, request: FastifyRequest, reply: FastifyReply, notice: SignInView["notice"]): FastifyReply {
  const cookies = cookiesFor(site.services.baseUrl);
  const form = cookies.form.of(request) ?? newSecret();
  cookies.form.set(reply, form);
  void reply.header("cache-control", "no-store").header("vary", "Accept-Language").type("text/html; charset=utf-8");
  const view = { language: requestLanguage(request), root: site.root, formToken: formToken(form, cookies.session.of(request)) };
  return reply.send(signInPage({ ...view, notice, outside: site.services.outside !== undefined }).text);
}
