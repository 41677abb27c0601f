/** The gate in front of every route: who asks, whether they may, and whether a form is one of ours. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { holds } from "../../../catalogue/users/roles.ts";
import { NOT_ALLOWED, STALE_FORM, sendProblem } from "../problem.ts";
import type { Site } from "../site.ts";
import { cookiesFor } from "./cookies.ts";
import { isFromOurForm } from "./form-token.ts";
import { nextPath } from "./next-path.ts";
import { ROUTE_RIGHTS, type RouteRight } from "./route-rights.ts";
import { type Visitor, visitorOf } from "./sight.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in, on routes where that matters. */
    visitor: Visitor | undefined;
  }
  interface FastifyContextConfig {
    right?: RouteRight;
  }
}

const CHANGES_NOTHING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Put the gate up, before any route is there. @throws {TypeError} at a route that has no line in the table of rights. */
export function putUpGate(server: FastifyInstance, site: Site): void {
  const cookies = cookiesFor(site.services.baseUrl);
  server.decorateRequest("visitor", undefined);

  server.addHook("onRoute", (route) => {
    for (const method of [route.method].flat()) {
      const line = `${method === "HEAD" ? "GET" : method} ${route.url}`;
      const right = ROUTE_RIGHTS.get(line);
      if (!right) throw new TypeError(`${line} has no line in web/server/access/route-rights.ts`);
      route.config = { ...route.config, right };
    }
  });

  server.addHook("onRequest", async (request, reply) => {
    const { right } = request.routeOptions.config;
    if (right === undefined || right === "public") return;
    const session = cookies.session.of(request);
    const found = session === undefined ? undefined : await site.services.users?.signedIn(session);
    request.visitor = found && visitorOf(found.account);
    if (right === "item" || right === "sign-in") return;
    if (!found) return turnAway(request, reply, site.root);
    if (!holds(found.account.role, right)) return sendProblem(request, reply, NOT_ALLOWED, site.root);
  });

  server.addHook("preHandler", (request, reply, done) => {
    // Harvesters send questions by POST; they change nothing.
    const { right } = request.routeOptions.config;
    const isSafe = CHANGES_NOTHING.has(request.method) || right === undefined || right === "public";
    if (isSafe || isFromOurForm(request, cookies, site.services.baseUrl)) done();
    else sendProblem(request, reply, STALE_FORM, site.root);
  });

  server.addHook("onSend", (request, reply, _payload, done) => {
    if (request.visitor?.hasReadMore) keepPrivate(reply);
    done();
  });
}

/** Who is not signed in: pages of the workroom lead to where one signs in, its JSON says what is missing. */
function turnAway(request: FastifyRequest, reply: FastifyReply, root: string): FastifyReply {
  if (/^\/workroom(\/\*)?$/.test(request.routeOptions.url ?? "")) return reply.redirect(signInPath(request, root), 303);
  const status = request.url.startsWith("/api/") ? 401 : NOT_ALLOWED.status;
  return sendProblem(request, reply, { ...NOT_ALLOWED, status }, root);
}

/** Back here after signing in. */
function signInPath({ url }: FastifyRequest, root: string): string {
  const next = nextPath(url);
  return `${root}/sign-in${next === undefined ? "" : `?next=${encodeURIComponent(next)}`}`;
}

/** What only some may see is kept by nobody on the way, and read by no page of another site. */
function keepPrivate(reply: FastifyReply): void {
  for (const name of ["access-control-allow-origin", "access-control-expose-headers"]) void reply.removeHeader(name);
  void reply.header("cache-control", "private, no-store").header("cross-origin-resource-policy", "same-origin");
}
