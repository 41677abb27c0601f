/**
 * How the JSON routes under `/api` work:
 *
 * - each has a line in `access/route-rights.ts`; who is not signed in gets 401, whose role does not reach 403;
 * - what changes something carries the token of `/api/me` in the header `x-sohoa-token`, and JSON as its body;
 * - bodies are checked by a zod schema (`bodyOf`), so that nothing unknown gets further;
 * - a refusal is `{ error: { status, code, message, advice, facts } }` in the reader's language;
 * - items that the account may not see do not exist (404), like those that are not there (`items-in-sight.ts`).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { asSohoaError, type ExitName, type Facts } from "../../../pipeline/errors.ts";
import { TooBusy } from "../image/work-gate.ts";
import { requestLanguage } from "../problem.ts";
import type { Site } from "../site.ts";
import type { Workroom } from "./workroom.ts";

/** Longest body of a request unless a route says more. */
export const BODY_BYTES = 2 * 2 ** 20;

/** One set of routes of the workroom. */
export type WorkroomRoutes = (server: FastifyInstance, site: Site, workroom: Workroom) => void;

/** A refusal with a status of its own. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly facts: Facts;
  /** What else the answer carries, such as the newer text that a save collided with. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, facts: Facts = {}, more: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.facts = facts;
    this.more = more;
  }
}

/** No such thing, or not for this account. */
export const notFound = (): ApiProblem => new ApiProblem(404, "API-NOT-FOUND");

/** The body as the schema says. @throws {ApiProblem} 422 API-BODY that names the first place that is wrong. */
export function bodyOf<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  return checked(schema, request.body);
}

/** The query as the schema says. @throws {ApiProblem} as `bodyOf` */
export function queryOf<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  return checked(schema, request.query);
}

function checked<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const { success, data, error } = schema.safeParse(given);
  if (success) return data;
  const [issue] = error.issues;
  throw new ApiProblem(422, "API-BODY", { field: issue?.path.join(".") || "-", problem: issue?.message ?? "" });
}

/** The account that asks. The gate has seen to it that there is one. */
export function accountOf(request: FastifyRequest): { readonly id: string; readonly name: string } {
  if (!request.visitor) throw new ApiProblem(401, "API-SIGNED-OUT");
  return request.visitor.account;
}

/** Put the routes under the conventions above. */
export function registerApi(server: FastifyInstance, site: Site, workroom: Workroom, all: readonly WorkroomRoutes[]): void {
  void server.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.bodyLimit ??= BODY_BYTES;
    });
    scope.addHook("onSend", (_request, reply, _payload, done) => {
      void reply.header("cache-control", reply.getHeader("cache-control") ?? "private, no-store");
      done();
    });
    scope.setErrorHandler((thrown, request, reply) => {
      const { status, code, facts, more } = refusalOf(thrown);
      if (status >= 500) site.services.log?.warn("request-failed", { code, status, route: request.routeOptions.url ?? "" });
      return sendRefusal(request, reply, workroom, { status, code, facts, more });
    });
    for (const routes of all) routes(scope, site, workroom);
  });
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly facts: Facts;
  readonly more: Readonly<Record<string, unknown>>;
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, workroom: Workroom, refusal: Refusal): FastifyReply {
  const { status, code, facts, more } = refusal;
  const words = workroom.explain(requestLanguage(request), code, facts);
  if (status === 503) void reply.header("retry-after", "5");
  return reply.code(status).send({ ...more, error: { status, code, facts, ...words } });
}

const STATUS: Readonly<Partial<Record<ExitName, number>>> = {
  usage: 422,
  input: 422,
  config: 500,
  service: 503,
  space: 507,
  busy: 409,
  denied: 403,
  integrity: 409,
};

function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof ApiProblem) return { status: thrown.status, code: thrown.code, facts: thrown.facts, more: thrown.more };
  if (thrown instanceof TooBusy) return { status: 503, code: "API-BUSY", facts: {}, more: {} };
  const { statusCode } = thrown as { readonly statusCode?: unknown };
  if (typeof statusCode === "number" && statusCode >= 400 && statusCode < 500) {
    const code = statusCode === 413 ? "API-TOO-LARGE" : "API-BODY";
    return { status: statusCode, code, facts: { field: "-", problem: "" }, more: {} };
  }
  const { code, exit, facts } = asSohoaError(thrown);
  return { status: STATUS[exit] ?? 500, code, facts, more: {} };
}
