/** `/items/:item/pdf`, and `?signed` of it: the book as one file, in parts if the reader asks for parts. */
import type { FastifyRequest } from "fastify";
import type { Publication } from "../../../pipeline/publication.ts";
import { byteRangeOf } from "../byte-range.ts";
import { etagOf, isUnchanged } from "../headers.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

const PDF_SECONDS = 3600;

interface Wanted {
  readonly Params: { readonly item: string };
  readonly Querystring: { readonly signed?: string };
}

/** The PDF, read from the store as a stream: it may be larger than memory. */
export const pdfRoutes: Routes = (server, site) => {
  server.get<Wanted>("/items/:item/pdf", async (request, reply) => {
    const publication = await site.publications.ofItem(request.params.item, request.visitor);
    const isSigned = request.query.signed !== undefined;
    const artifact =
      publication && (await (isSigned ? site.signedForm(publication) : site.services.ledger.artifact(publication.pdf)));
    if (!publication || !artifact) return sendProblem(request, reply, NOT_FOUND, site.root);
    const { digest, sizeBytes } = artifact;
    // Browsers' PDF viewers do not start under a policy without plugins; the file has no script.
    void reply.removeHeader("content-security-policy");
    void reply
      .type("application/pdf")
      .header("content-disposition", disposition(publication, isSigned))
      .header("accept-ranges", "bytes");
    if (isUnchanged(request, reply, digest, PDF_SECONDS)) return reply.send();
    const range = rangeOf(request, digest, sizeBytes);
    if (range === "unsatisfiable") {
      void reply.header("content-range", `bytes */${sizeBytes}`).removeHeader("content-disposition");
      return sendProblem(request, reply, { status: 416, key: "rangeNotSatisfiable", facts: { size: sizeBytes } }, site.root);
    }
    if (request.method === "HEAD") return reply.header("content-length", sizeBytes).send();
    if (range === "whole") {
      return reply.header("content-length", sizeBytes).send(await site.services.store.open(digest));
    }
    void reply.code(206).headers({
      "content-range": `bytes ${range.start}-${range.end}/${sizeBytes}`,
      "content-length": range.end - range.start + 1,
    });
    return reply.send(await site.services.store.open(digest, range));
  });
};

/** The part that is asked for; a part of a newer file must not be joined to a part of an older one. */
function rangeOf(request: FastifyRequest, digest: string, sizeBytes: number): ReturnType<typeof byteRangeOf> {
  const condition = request.headers["if-range"];
  const isWanted = request.method === "GET" && (condition === undefined || condition === etagOf(digest));
  return isWanted ? byteRangeOf(request.headers.range, sizeBytes) : "whole";
}

function disposition({ item, shelfmark }: Publication, isSigned: boolean): string {
  const name = encodeURIComponent(shelfmark).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  const end = isSigned ? ".signed.pdf" : ".pdf";
  return `inline; filename="${item}${end}"; filename*=UTF-8''${name}${end}`;
}
