/** Headers that every answer carries, and those of caching. */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

/** No page runs or loads anything but this server's own files. `data:` and `blob:` pictures are OpenSeadragon's own. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** Set the headers that protect readers; IIIF answers may be read by pages of any origin. */
export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
  });
  if (!request.url.startsWith("/iiif/")) return;
  void reply.headers({
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Link, ETag",
    "cross-origin-resource-policy": "cross-origin",
  });
}

/** The entity tag for what a key stands for; keys may have any characters, tags may not. */
export function etagOf(key: string): string {
  return `"${createHash("sha256").update(key).digest("hex").slice(0, 32)}"`;
}

/**
 * Set ETag and Cache-Control; true when the reader has these bytes already, and 304 is the answer.
 * Addresses are permanent but what they show may change, so nothing is `immutable`.
 */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, key: string, maxAgeSeconds: number): boolean {
  return isKnownTag(request, reply, etagOf(key), maxAgeSeconds);
}

/** The same for a tag that is at hand, quotes included. */
export function isKnownTag(request: FastifyRequest, reply: FastifyReply, etag: string, maxAgeSeconds: number): boolean {
  void reply.header("etag", etag).header("cache-control", `public, max-age=${maxAgeSeconds}`);
  const known = request.headers["if-none-match"]?.split(",").map((each) => each.trim().replace(/^W\//, ""));
  const isKnown = known?.some((each) => each === etag || each === "*") ?? false;
  if (isKnown) void reply.code(304);
  return isKnown;
}
