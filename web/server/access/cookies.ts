/** The two cookies: the session of who is signed in, and the one that forms are bound to. */
import type { FastifyReply, FastifyRequest } from "fastify";

/** What the cookies of one server are called and how they are kept. */
export interface Cookies {
  readonly session: Cookie;
  readonly form: Cookie;
  /** Binds an answer of the identity provider to the browser that asked; for minutes only. */
  readonly outside: Cookie;
}

/** One cookie; its value is a secret of ours. */
export interface Cookie {
  /** The secret that was sent, or undefined; what cannot be one of ours counts as none. */
  readonly of: (request: FastifyRequest) => string | undefined;
  readonly set: (reply: FastifyReply, secret: string) => void;
  readonly clear: (reply: FastifyReply) => void;
}

const SECRET = /^[\w-]{43}$/;

/**
 * Over HTTPS at the root of a host the name begins with `__Host-`, which no other host and no plain HTTP can set; under a path with
 * `__Secure-` (RFC 6265bis, section 4.1.3).
 */
export function cookiesFor(baseUrl: string): Cookies {
  const { protocol, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/+$/, "") || "/";
  const isSecure = protocol === "https:";
  const prefix = isSecure ? (path === "/" ? "__Host-" : "__Secure-") : "";
  const kept = `Path=${path}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  return {
    session: cookie(`${prefix}sohoa`, kept),
    form: cookie(`${prefix}sohoa-form`, kept),
    outside: cookie(`${prefix}sohoa-outside`, `${kept}; Max-Age=600`),
  };
}

function cookie(name: string, kept: string): Cookie {
  return {
    of: ({ headers }) => {
      if (headers.cookie === undefined) return undefined;
      const pairs = headers.cookie.split(";").map((pair) => pair.trim());
      const values = pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
      // Two of one name: somebody else set one of them.
      const [value] = values;
      return value !== undefined && values.length === 1 && SECRET.test(value) ? value : undefined;
    },
    set: (reply, secret) => void reply.header("set-cookie", `${name}=${secret}; ${kept}`),
    clear: (reply) => void reply.header("set-cookie", `${name}=; ${kept}; Max-Age=0`),
  };
}
