/** The media type of IIIF JSON. */
import type { FastifyReply, FastifyRequest } from "fastify";

/** JSON-LD with its context as profile, as IIIF recommends; plain JSON for those who ask for that and nothing more. */
export function setJsonType(request: FastifyRequest, reply: FastifyReply, context: string): void {
  const accept = request.headers.accept ?? "";
  const isPlain = accept.includes("application/json") && !accept.includes("application/ld+json");
  void reply
    .header("content-type", isPlain ? "application/json; charset=utf-8" : `application/ld+json;profile="${context}"`)
    .header("vary", "Accept");
}

/** JSON as bytes: fastify would add a charset to the type of a text, and JSON-LD has none. */
export function jsonBytes(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
