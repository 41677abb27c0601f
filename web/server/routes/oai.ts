/** `/oai`: OAI-PMH 2.0, for catalogues that harvest. @see http://www.openarchives.org/OAI/openarchivesprotocol.html */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { OaiArguments } from "../../../formats/oai/request.ts";
import { answerOai } from "../harvest/oai-answer.ts";
import { repositoryOf } from "../harvest/repository.ts";
import type { Routes } from "../site.ts";

const MAX_BODY_BYTES = 16_384;
const FORM = "application/x-www-form-urlencoded";

/** The repository, by GET and by POST (section 3.1.1). */
export const oaiRoutes: Routes = (server, site) => {
  const harvested = { site, repository: repositoryOf(site.services) };
  const answer = async (_request: FastifyRequest, reply: FastifyReply, given: OaiArguments): Promise<FastifyReply> => {
    void reply.type("text/xml; charset=utf-8").header("cache-control", "no-cache").header("access-control-allow-origin", "*");
    return reply.send(await answerOai(harvested, given));
  };

  server.get("/oai", (request, reply) => answer(request, reply, argumentsOf(request.url.split("?").slice(1).join("?"))));

  // A scope of its own: nowhere else does this server read forms.
  void server.register(async (scope) => {
    if (scope.hasContentTypeParser(FORM)) scope.removeContentTypeParser(FORM);
    scope.addContentTypeParser(FORM, { parseAs: "string", bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.post("/oai", { bodyLimit: MAX_BODY_BYTES }, (request, reply) =>
      answer(request, reply, argumentsOf(String(request.body ?? ""))),
    );
  });
};

/** Names and values in their order; an argument that is repeated stays repeated, since that is an error of its own. */
function argumentsOf(query: string): OaiArguments {
  return [...new URLSearchParams(query)];
}
