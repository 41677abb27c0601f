/** `/iiif/discovery/…`: what was published, changed and taken back (IIIF Change Discovery 1.0). */
import type { FastifyReply, FastifyRequest } from "fastify";
import {
  activitiesOnPage,
  activityCollection,
  activityPage,
  DISCOVERY_CONTEXT,
  pageOfActivity,
} from "../../../iiif/change-discovery.ts";
import { isUnchanged } from "../headers.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

/** A full page only ever gains a link to the next one. */
const FULL_PAGE_SECONDS = 3600;

/** The log and its pages. */
export const discoveryRoutes: Routes = (server, site) => {
  const { ledger } = site.services;

  server.get("/iiif/discovery/activities", async (request, reply) =>
    sendStream(request, reply, activityCollection(await ledger.logExtent(), site.uris), 0),
  );

  server.get<{ Params: { number: string } }>("/iiif/discovery/activities/:number", async (request, reply) => {
    const { last } = await ledger.logExtent();
    const number = /^(0|[1-9]\d{0,8})$/.test(request.params.number) ? Number(request.params.number) : -1;
    if (last === 0 || number < 0 || number > pageOfActivity(last)) return sendProblem(request, reply, NOT_FOUND, site.root);
    const numbers = activitiesOnPage(number);
    const page = activityPage(number, await ledger.activities(numbers.first, numbers.last), last, site.uris);
    return sendStream(request, reply, page, numbers.last < last ? FULL_PAGE_SECONDS : 0);
  });
};

function sendStream(request: FastifyRequest, reply: FastifyReply, value: object, maxAgeSeconds: number): FastifyReply {
  const bytes = jsonBytes(value);
  setJsonType(request, reply, DISCOVERY_CONTEXT);
  if (isUnchanged(request, reply, bytes.toString("latin1"), maxAgeSeconds)) return reply.send();
  return reply.send(bytes);
}
