/** `/api/records/:item/history` and `/versions/:number`: who saved what, and what the desk was then. */
import { z } from "zod";
import { ApiProblem, queryOf, type WorkroomRoutes } from "../api.ts";
import { itemInSight } from "../items-in-sight.ts";

const historySchema = z.strictObject({
  field: z.string().max(60).optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  lang: z.string().optional(),
});

interface DeskAddress {
  readonly Params: { readonly item: string; readonly number: string };
}

/** The routes. */
export const recordHistoryRoutes: WorkroomRoutes = (server, site, workroom) => {
  const { recordVersions } = workroom;

  server.get<DeskAddress>("/api/records/:item/history", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { field, before, limit } = queryOf(historySchema, request);
    return { versions: await recordVersions.history(item.id, { field, before, limit }) };
  });

  server.get<DeskAddress>("/api/records/:item/versions/:number", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const wanted = Number(request.params.number);
    const fields = Number.isSafeInteger(wanted) ? await recordVersions.fieldsAt(item.id, wanted) : undefined;
    if (!fields) throw new ApiProblem(404, "DESK-VERSION", { number: request.params.number.slice(0, 20) });
    return { number: wanted, fields };
  });
};
