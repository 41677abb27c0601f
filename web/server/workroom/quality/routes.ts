/**
 * `/api/items/:item/quality`: what was measured on the pages of an item, what people said of them, the two pictures of each page, and
 * the list for the scanning room. A verdict is about the picture that was looked at, never about one that came after it.
 */
import { z } from "zod";
import { storeDescription } from "../../../../pipeline/describe-item.ts";
import { asSohoaError } from "../../../../pipeline/errors.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import { requestLanguage } from "../../problem.ts";
import { ApiProblem, accountOf, bodyOf, notFound, type WorkroomRoutes } from "../api.ts";
import { itemInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import { KeptQuality } from "./kept-quality.ts";
import { lotRoutes, lotStanding } from "./lots.ts";
import { deskPictureRoutes } from "./picture-routes.ts";
import { treatmentRoutes, treatmentsOf } from "./treatments.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const UNDER_WAY = ["pending", "leased", "blocked"] as const;

const verdictSchema = z
  .strictObject({
    page: z.string().max(80),
    master: z.string().regex(/^[0-9a-f]{64}$/),
    verdict: z.enum(["accept", "rescan"]),
    reason: z.string().max(80).default(""),
    note: z.string().max(2000).default(""),
  })
  .refine(({ verdict, reason }) => verdict === "accept" || reason !== "", { path: ["reason"] })
  .refine(({ reason, note }) => reason !== "other" || note.trim() !== "", { path: ["note"] });

interface ItemAddress {
  readonly Params: { readonly item: string };
}

/** The routes. */
export const qualityRoutes: WorkroomRoutes = (server, site, workroom) => {
  const { qualityDesk, ledger } = workroom;
  const kept = new KeptQuality(qualityDesk, ledger);
  lotRoutes(kept)(server, site, workroom);
  treatmentRoutes(server, site, workroom);
  deskPictureRoutes(kept)(server, site, workroom);

  server.get<ItemAddress>("/api/items/:item/quality", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const language = requestLanguage(request);
    const quality = await kept.of(item);
    const { statement, samples, isDue } = lotStanding(quality, await ledger.samples(item.id));
    const more = await besidePages(workroom, item);
    const pages = qualityDesk.show(quality, language).map((page) => ({ ...page, ...more(page.id) }));
    const lot = { rule: item.profile.sample ?? null, statement, samples, isDue };
    const { id, shelfmark } = item;
    return { item: id, shelfmark, counts: quality.counts, lot, reasons: qualityDesk.reasons(language), pages };
  });

  server.post<ItemAddress>("/api/items/:item/verdicts", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { page, master, verdict, reason, note } = bodyOf(verdictSchema, request);
    const row = await ledger.page(page);
    if (row?.itemId !== item.id) throw notFound();
    const { name } = accountOf(request);
    try {
      const judged = await ledger.judge(item.id, [{ subject: page, master, verdict, reason, note }], name);
      if (judged.judged > 0)
        await workroom.users.note({ actor: name, action: "page-judged", subject: page, facts: { verdict, reason } });
      await storeDescription(workroom, item.id);
      return judged;
    } catch (thrown) {
      const error = asSohoaError(thrown);
      if (error.code !== "VERDICT-STALE") throw thrown;
      throw new ApiProblem(409, "VERDICT-STALE", { subject: row.sourceName, ...error.facts });
    }
  });

  server.get<ItemAddress>("/api/items/:item/rescans.xlsx", async (request, reply) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { pages } = await kept.of(item);
    const sheet = await qualityDesk.rescanList(
      pages.filter(({ standing }) => standing === "rescan"),
      requestLanguage(request),
    );
    return reply.type(XLSX).header("content-disposition", `attachment; filename="${item.id}-rescan.xlsx"`).send(sheet);
  });
};

/** What the desk shows of pages beside their quality: what a person wished, which picture is there, and whether it is being made again. */
async function besidePages(workroom: Workroom, item: ItemRow) {
  const wishes = await treatmentsOf(workroom, item.id);
  const tasks = await workroom.ledger.tasks({ itemId: item.id, states: UNDER_WAY });
  const underWay = new Set(tasks.map(({ subject }) => subject));
  const rows = await workroom.ledger.currentOfItem(item.id, ["image/clean"]);
  const clean = new Map(rows.map(({ subject, artifact }) => [subject, artifact.digest]));
  return (page: string) => ({
    treatment: wishes.get(page) ?? null,
    clean: clean.get(page) ?? null,
    isUnderWay: underWay.has(page),
  });
}
