/** The server: reader pages and IIIF services over what is published, and the workroom of the staff. It never dies of a request. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { asSohoaError } from "../../pipeline/errors.ts";
import { putUpGate } from "./access/gate.ts";
import { setCommonHeaders } from "./headers.ts";
import { TooBusy } from "./image/work-gate.ts";
import { traceRequests } from "./metrics/trace-requests.ts";
import { BAD_ADDRESS, BUSY, NOT_FOUND, type Problem, sendProblem } from "./problem.ts";
import { assetRoutes } from "./routes/assets.ts";
import { collectionRoutes } from "./routes/collection.ts";
import { discoveryRoutes } from "./routes/discovery.ts";
import { hanFontRoutes } from "./routes/han-fonts.ts";
import { healthRoutes } from "./routes/health.ts";
import { iiifCollectionRoutes } from "./routes/iiif-collections.ts";
import { imageRoutes } from "./routes/image.ts";
import { itemRoutes } from "./routes/item.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { miradorRoutes } from "./routes/mirador.ts";
import { oaiRoutes } from "./routes/oai.ts";
import { openDataRoutes } from "./routes/open-data.ts";
import { outsideSignInRoutes } from "./routes/outside-sign-in.ts";
import { pageTextRoutes } from "./routes/page-text.ts";
import { pdfRoutes } from "./routes/pdf.ts";
import { presentationRoutes } from "./routes/presentation.ts";
import { recordRoutes } from "./routes/records.ts";
import { searchRoutes } from "./routes/search.ts";
import { searchPageRoutes } from "./routes/search-page.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { sitemapRoutes } from "./routes/sitemap.ts";
import type { Services } from "./services.ts";
import { type Routes, siteOf } from "./site.ts";
import { workroomRoutes } from "./workroom/routes.ts";

/** Longest path parameter; identifiers are far shorter, and the longest image region is about sixty characters. */
const MAX_PARAMETER_CHARACTERS = 200;

const ROUTES: readonly Routes[] = [
  healthRoutes,
  metricsRoutes,
  traceRequests,
  assetRoutes,
  hanFontRoutes,
  collectionRoutes,
  itemRoutes,
  pageTextRoutes,
  pdfRoutes,
  presentationRoutes,
  iiifCollectionRoutes,
  miradorRoutes,
  imageRoutes,
  searchRoutes,
  searchPageRoutes,
  discoveryRoutes,
  oaiRoutes,
  recordRoutes,
  sitemapRoutes,
  openDataRoutes,
  signInRoutes,
  outsideSignInRoutes,
  workroomRoutes,
];

/**
 * The server, ready for `listen` or `inject`; nothing is listened on yet. Close it with `close()`.
 * @throws {TypeError} when `baseUrl` is no URL.
 */
export async function createServer(services: Services): Promise<FastifyInstance> {
  const site = siteOf(services);
  const answer = (request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply =>
    sendProblem(request, reply, problem, site.root);
  const server = Fastify({
    logger: false,
    bodyLimit: 1024,
    requestTimeout: 30_000,
    // A proxy on the same machine says whom it speaks for; attempts to sign in are counted by that address.
    trustProxy: "loopback",
    routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
    frameworkErrors: (_error, request, reply) => {
      // Hooks have not run for an address that no route could read.
      setCommonHeaders(request, reply);
      answer(request, reply, BAD_ADDRESS);
    },
  });
  // Hooks that wait for nothing are told so: each promise on the way costs a tile some of its time.
  server.addHook("onRequest", (request, reply, done) => {
    setCommonHeaders(request, reply);
    done();
  });
  putUpGate(server, site);
  server.setNotFoundHandler((request, reply) => {
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (isReading) return answer(request, reply, NOT_FOUND);
    return answer(request, reply.header("allow", "GET, HEAD"), {
      status: 405,
      key: "methodNotAllowed",
      title: "badAddressTitle",
    });
  });
  server.setErrorHandler((thrown, request, reply) => {
    const problem = problemOf(thrown);
    if (problem.status >= 500) {
      const { code } = asSohoaError(thrown);
      services.log?.warn("request-failed", { code, status: problem.status, route: request.routeOptions.url ?? "" });
    }
    return answer(request, reply, problem);
  });
  for (const routes of ROUTES) routes(server, site);
  await server.ready();
  return server;
}

function problemOf(thrown: unknown): Problem {
  if (thrown instanceof TooBusy) return BUSY;
  const status = (thrown as { readonly statusCode?: unknown }).statusCode;
  if (typeof status === "number" && status >= 400 && status < 500) return { ...BAD_ADDRESS, status };
  const error = asSohoaError(thrown);
  if (error.exit === "service" || error.exit === "space") return BUSY;
  return { status: 500, key: "failed", title: "failedTitle", facts: { code: error.code } };
}
