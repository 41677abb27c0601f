/** Answers that say what is wrong: one helpful sentence, as JSON for programs under `/iiif`, as a small page for people. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { type MessageKey, say } from "../messages.ts";
import { type Language, languageOf } from "./language.ts";
import { problemPage } from "./views/problem-page.ts";

/** What went wrong, for the reader. */
export interface Problem {
  readonly status: number;
  readonly key: MessageKey;
  readonly title?: MessageKey;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** No such thing, or not for the public: the two are never told apart. */
export const NOT_FOUND: Problem = { status: 404, key: "notFound", title: "notFoundTitle" };
/** The address cannot be read. */
export const BAD_ADDRESS: Problem = { status: 400, key: "badAddress", title: "badAddressTitle" };
/** Not signed in, or in a role that may not do this. */
export const NOT_ALLOWED: Problem = { status: 403, key: "notAllowed", title: "notAllowedTitle" };
/** A form that no page of ours sent, or that was open too long. */
export const STALE_FORM: Problem = { status: 403, key: "staleForm", title: "notAllowedTitle" };
/** Too much work at once, or a service that does not answer. */
export const BUSY: Problem = { status: 503, key: "busy", title: "busyTitle" };

/** The language that this request wants. */
export function requestLanguage(request: FastifyRequest): Language {
  const query = request.query as Readonly<Record<string, unknown>> | undefined;
  return languageOf(query?.["lang"], request.headers["accept-language"]);
}

/** Answer with the problem. Never cached, so that what is published later is found at once. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem, homePath: string): FastifyReply {
  const language = requestLanguage(request);
  const message = say(language, problem.key, problem.facts);
  void reply.code(problem.status).header("cache-control", "no-store").header("vary", "Accept-Language");
  if (problem.status === 503) void reply.header("retry-after", "5");
  if (isForPrograms(request.url)) {
    return reply.type("application/json; charset=utf-8").send({ error: { status: problem.status, code: problem.key, message } });
  }
  const title = say(language, problem.title ?? "failedTitle");
  return reply.type("text/html; charset=utf-8").send(problemPage(language, title, message, homePath).text);
}

function isForPrograms(url: string): boolean {
  return (
    url.startsWith("/iiif/") ||
    url.startsWith("/api/") ||
    url.startsWith("/health") ||
    url.startsWith("/ready") ||
    url.startsWith("/metrics")
  );
}
