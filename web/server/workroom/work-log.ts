/** `POST /api/items/:item/work { kind, page, seconds }`: a desk tells how long its person was active since it last told. */
import { z } from "zod";
import { workSchema } from "../../../catalogue/work-log/port.ts";
import { accountOf, bodyOf, notFound, type WorkroomRoutes } from "./api.ts";
import { itemInSight, pageInSight } from "./items-in-sight.ts";

const bodySchema = z.strictObject(workSchema.pick({ kind: true, page: true, seconds: true }).shape);

/** The route. Whose time it is comes from the session, when it was from the server's clock. */
export const workLogRoutes: WorkroomRoutes = (server, site, workroom) => {
  server.post<{ readonly Params: { readonly item: string } }>("/api/items/:item/work", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { page, ...work } = bodyOf(bodySchema, request);
    if (page !== undefined && (await pageInSight(site, workroom, request, page)).item.id !== item.id) throw notFound();
    const place = { itemId: item.id, ...(page !== undefined && { page }) };
    await workroom.workLog.logWork([{ ...work, ...place, account: accountOf(request).name }]);
    return {};
  });
};
