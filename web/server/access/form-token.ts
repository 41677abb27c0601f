/** Proof that a form was sent by a page of ours: bound to two cookies that no other site can read or set. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Cookies } from "./cookies.ts";

/** The name of the field in every form. */
export const TOKEN_FIELD = "csrf";
/** The header that carries the same for programs of ours, which send JSON or files instead of forms. */
export const TOKEN_HEADER = "x-sohoa-token";

/** The token for forms of a reader with these cookies. */
export function formToken(form: string, session: string | undefined): string {
  return createHash("sha256")
    .update(`form ${form} ${session ?? ""}`)
    .digest("base64url");
}

/** True when the request was sent by a page of ours, as its token and the browser say. */
export function isFromOurForm(request: FastifyRequest, cookies: Cookies, baseUrl: string): boolean {
  const form = cookies.form.of(request);
  if (form === undefined || !isFromHere(request, baseUrl)) return false;
  const header = request.headers[TOKEN_HEADER];
  const given = Buffer.from(typeof header === "string" ? header : fieldOf(request, TOKEN_FIELD));
  const right = Buffer.from(formToken(form, cookies.session.of(request)));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Browsers say which site a form was on; programs say nothing, and have no cookies of a reader. */
function isFromHere({ headers }: FastifyRequest, baseUrl: string): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  return origin === new URL(baseUrl).origin || (URL.canParse(origin) && new URL(origin).host === headers.host);
}

/** The first value of a field of a form; empty when there is none. */
export function fieldOf({ body }: FastifyRequest, name: string): string {
  return body instanceof URLSearchParams ? (body.get(name) ?? "") : "";
}
