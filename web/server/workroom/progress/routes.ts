/**
 * `/api/progress`: how far the targets are, and how the work goes.
 *
 * - `GET /api/progress`: all figures, with the moment at which they were counted and whether anything has changed since;
 * - `GET /api/progress/targets/:target/explain?only=all|done|open|unknown-extent&holder=&class=&offset=&limit=`: the rows behind a target;
 * - `GET /api/progress/funnel/:list`, `GET /api/progress/backlog/:stage/:part`, `GET /api/progress/minutes`: those behind the work;
 * - `GET /api/progress/machines`: who works, what is stuck and why;
 * - `GET /api/progress/report.xlsx`, `report.html`: the report; with `?rows=1` every row, for those who may read restricted items;
 * - `PUT`, `DELETE /api/progress/targets/:target`: set and remove a target; told in the log of changes.
 */
import { z } from "zod";
import { gatherReport } from "../../../../catalogue/progress/gather-report.ts";
import { targetSchema } from "../../../../catalogue/target.ts";
import { holds } from "../../../../catalogue/users/roles.ts";
import { requestLanguage } from "../../problem.ts";
import { ApiProblem, accountOf, bodyOf, notFound, queryOf, type WorkroomRoutes } from "../api.ts";
import { itemsInSight } from "../items-in-sight.ts";
import { countFigures } from "./figures.ts";
import { KeptFigures } from "./kept-figures.ts";
import { BACKLOG_PARTS, backlogRows, FUNNEL_LISTS, funnelRows, targetRows } from "./lists-behind.ts";
import { machinesOf, stuckOf } from "./machines.ts";
import { minuteRows } from "./minutes.ts";
import { pagerFor, partSchema } from "./paged.ts";
import { shownFigures, stageWords } from "./shown-figures.ts";

const explainSchema = partSchema.extend({
  only: z.enum(["all", "done", "open", "unknown-extent"]).default("all"),
  holder: z.string().max(500).optional(),
  class: z.string().max(500).optional(),
});
const setSchema = targetSchema.omit({ name: true }).strict();
const reportSchema = z.object({ rows: z.enum(["0", "1"]).default("0") });

const FILES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html; charset=utf-8",
} as const;
/** The printed page brings its style with it, and nothing else. */
const PRINT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'";

interface Named {
  readonly Params: { readonly target: string };
}

/** The routes. */
export const progressRoutes: WorkroomRoutes = (server, site, workroom) => {
  const { clock } = site.services;
  const { holdings, ledger, workLog, workflow } = workroom;
  const kept = new KeptFigures({
    clock,
    mark: () => ledger.changeMark(),
    count: (mark) => countFigures(workroom, clock, mark),
  });

  server.get("/api/progress", async (request) => shownFigures(await kept.get(), stageWords(workroom, requestLanguage(request))));

  server.get<Named>("/api/progress/targets/:target/explain", async (request) => {
    const { only, holder, class: holdingClass, ...part } = queryOf(explainSchema, request);
    const shown = await kept.get();
    const target = shown.figures.sources.targets.find(({ name }) => name === request.params.target);
    if (!target) throw notFound();
    const rows = targetRows(shown.figures.rowsOf(target), { only, holder, class: holdingClass });
    return await pagerFor(site, workroom, request)(rows, part, shown);
  });

  server.get<{ Params: { list: string } }>("/api/progress/funnel/:list", async (request) => {
    const list = FUNNEL_LISTS.find((each) => each === request.params.list);
    if (!list) throw notFound();
    const shown = await kept.get();
    return await pagerFor(site, workroom, request)(funnelRows(shown.figures, list), queryOf(partSchema, request), shown);
  });

  server.get<{ Params: { stage: string; part: string } }>("/api/progress/backlog/:stage/:part", async (request) => {
    const part = BACKLOG_PARTS.find((each) => each === request.params.part);
    if (!part) throw notFound();
    const shown = await kept.get();
    const rows = await backlogRows(workroom, shown.figures, request.params.stage, part);
    return await pagerFor(site, workroom, request)(rows, queryOf(partSchema, request), shown);
  });

  server.get("/api/progress/minutes", async (request) => {
    const shown = await kept.get();
    const rows = await minuteRows(workroom, shown.figures);
    return await pagerFor(site, workroom, request)(rows, queryOf(partSchema, request), shown);
  });

  server.get("/api/progress/machines", async (request) => {
    const words = stageWords(workroom, requestLanguage(request));
    const [leased, duties, { figures }] = await Promise.all([ledger.tasks({ states: ["leased"] }), ledger.duties(), kept.get()]);
    const machines = machinesOf(leased, duties, clock.now().toISOString());
    const seen = await itemsInSight(site, workroom, request);
    const isSeen = new Set(seen.map(({ item }) => item.id));
    const failed = (await ledger.tasks({ states: ["failed", "quarantined"] })).filter(({ itemId }) => isSeen.has(itemId));
    const stuck = stuckOf({ machines, failed, seen, figures });
    return {
      machines: machines.map((each) => ({ ...each, stages: each.stages.map(words) })),
      stuck: stuck.map((each) => ({ ...each, ...("stage" in each && { words: words(each.stage) }) })),
    };
  });

  for (const form of ["xlsx", "html"] as const) {
    server.get(`/api/progress/report.${form}`, async (request, reply) => {
      const isExplained = queryOf(reportSchema, request).rows === "1";
      const role = request.visitor?.account.role;
      if (isExplained && !(role && holds(role, "read-restricted"))) throw new ApiProblem(403, "API-ROWS-CLOSED");
      const { figures } = await kept.get();
      const ports = { holdings, workLog, workflow, clock };
      const report = isExplained ? await gatherReport(ports, figures.date, true) : figures.report;
      const bytes = await workroom.reportFile(requestLanguage(request), form, report);
      void reply.header(
        "content-disposition",
        `${form === "xlsx" ? "attachment" : "inline"}; filename="sohoa-${report.date}.${form}"`,
      );
      if (form === "html") void reply.header("content-security-policy", PRINT_POLICY);
      return reply.type(FILES[form]).send(Buffer.from(bytes));
    });
  }

  server.put<Named>("/api/progress/targets/:target", async (request) =>
    holdings.setTarget({ ...bodyOf(setSchema, request), name: request.params.target }, accountOf(request).name),
  );

  server.delete<Named>("/api/progress/targets/:target", async (request) => {
    if (!(await holdings.removeTarget(request.params.target, accountOf(request).name))) throw notFound();
    return {};
  });
};
