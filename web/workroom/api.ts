/** Talks to the server's JSON under `/api`: one function a method; refusals are thrown as `Refusal`. */
import { language } from "./language.ts";

/** Path of the server's root, as the page says. */
export const ROOT = document.documentElement.dataset["root"] ?? "";

/** Who is signed in. */
export interface Me {
  readonly name: string;
  readonly role: string;
  readonly rights: readonly string[];
  readonly token: string;
}

/** The server's no, in the reader's words; status 0 means that no answer came. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly advice: string;
  /** The whole answer, where it carries more than the refusal. */
  readonly body: unknown;

  constructor(status: number, code: string, message: string, advice = "", body: unknown = undefined) {
    super(message);
    this.status = status;
    this.code = code;
    this.advice = advice;
    this.body = body;
  }

  /** True when the same may work later: nobody answered, or the server was busy. */
  get isPassing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

let token = "";

/** Ask who is signed in; every change needs the token that this brings. */
export async function fetchMe(): Promise<Me> {
  const me = await get<Me>("/api/me");
  token = me.token;
  return me;
}

/** The address of something under the server's root, for pictures and links. */
export const addressOf = (path: string): string => `${ROOT}${path}`;

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return await ask<T>("GET", path, undefined, signal);
}
export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return await ask<T>("POST", path, body);
}
export async function put<T>(path: string, body: unknown): Promise<T> {
  return await ask<T>("PUT", path, body);
}
export async function remove<T>(path: string, body: unknown = {}): Promise<T> {
  return await ask<T>("DELETE", path, body);
}

/** A change that is sent while the page is being closed: it goes out all the same, and nobody is there for the answer. */
export function postLeaving(path: string, body: unknown): void {
  const headers = { ...ownHeaders(), "content-type": "application/json" };
  fetch(addressOf(path), { method: "POST", headers, body: JSON.stringify(body), keepalive: true }).catch(() => {});
}

/** What every request carries; also for requests that are no JSON. */
export const ownHeaders = (): Record<string, string> => ({ "x-sohoa-token": token, "accept-language": language() });

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const reply = await send(method, path, body, signal);
  // The form's cookie or the session is a new one (another tab signed in again): once more with the token that belongs to it.
  if (reply.status === 403 && method !== "GET" && (await isStale(reply))) {
    await fetchMe();
    return await answerOf<T>(await send(method, path, body, signal));
  }
  return await answerOf<T>(reply);
}

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { ...ownHeaders(), ...(body === undefined ? {} : { "content-type": "application/json" }) };
  const init = { method, headers, body: body === undefined ? null : JSON.stringify(body), signal: signal ?? null };
  return await fetch(addressOf(path), init).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new Refusal(0, "OFFLINE", "");
  });
}

async function isStale(reply: Response): Promise<boolean> {
  const body = (await reply
    .clone()
    .json()
    .catch(() => undefined)) as { readonly error?: { readonly code?: string } } | undefined;
  return body?.error?.code === "staleForm";
}

interface ErrorBody {
  readonly error?: { readonly code?: string; readonly message?: string; readonly advice?: string };
}

async function answerOf<T>(reply: Response): Promise<T> {
  if (reply.status === 204) return undefined as T;
  const body: unknown = await reply.json().catch(() => undefined);
  if (reply.ok) return body as T;
  const { code = String(reply.status), message = "", advice = "" } = (body as ErrorBody | undefined)?.error ?? {};
  throw new Refusal(reply.status, code, message, advice, body);
}
