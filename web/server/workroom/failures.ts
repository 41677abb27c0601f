/**
 * `/api/failures`: what needs a person, grouped by what is wrong, with what to do about it; `POST /api/failures/retry` makes failed
 * tasks due again; `/api/items/:item/waiting` says why an item is not further.
 */
import { z } from "zod";
import { ROLES, type Role } from "../../../pipeline/artifact.ts";
import { failuresOf, type ItemFailure } from "../../../pipeline/item-failures.ts";
import { waitingOf } from "../../../pipeline/waiting.ts";
import type { Language } from "../language.ts";
import { requestLanguage } from "../problem.ts";
import { bodyOf, type WorkroomRoutes } from "./api.ts";
import { itemInSight, itemsInSight } from "./items-in-sight.ts";
import type { Workroom } from "./workroom.ts";

/** Of a group that many pages share, so many are told one by one. */
const SHOWN_IN_GROUP = 100;

const retrySchema = z.strictObject({
  item: z.string().max(80).optional(),
  page: z.string().max(80).optional(),
  stage: z.string().max(80).optional(),
  code: z.string().max(80).optional(),
});

/** The routes. */
export const failureRoutes: WorkroomRoutes = (server, site, workroom) => {
  server.get("/api/failures", async (request) => {
    const language = requestLanguage(request);
    // Of all tasks few failed: those alone are looked at, and no item is counted through.
    const tasks = await workroom.ledger.tasks({ states: ["failed", "quarantined"] });
    const failed = new Set(tasks.map(({ itemId }) => itemId));
    const all: Listed[] = [];
    for (const { item } of await itemsInSight(site, workroom, request)) {
      const found = failed.has(item.id) ? await failuresOf(workroom.ledger, item) : await refusedOf(workroom, item.id);
      all.push(...found.map((failure) => ({ ...failure, item: item.id, shelfmark: item.shelfmark })));
    }
    return { count: all.length, groups: groupsOf(workroom, language, all) };
  });

  server.post("/api/failures/retry", async (request) => {
    const { item, page, stage, code } = bodyOf(retrySchema, request);
    const items =
      item === undefined ? await itemsInSight(site, workroom, request) : [await itemInSight(site, workroom, request, item)];
    let retried = 0;
    for (const each of items) {
      const filter = { itemId: each.item.id, ...(page && { subject: page }), ...(stage && { stage }), ...(code && { code }) };
      const notices = await workroom.ledger.retry(filter);
      await workroom.queue.announce(notices);
      retried += notices.length;
    }
    return { retried };
  });

  server.get<{ Params: { item: string } }>("/api/items/:item/waiting", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const language = requestLanguage(request);
    const waiting = await waitingOf(workroom, item);
    return {
      waiting: waiting.map(({ stage, subjects, lacks, gates }) => ({
        stage: workroom.say(language, `stage.${stage}`),
        subjects,
        gates: gates.map((gate) => workroom.say(language, `gate.${gate}`)),
        lacks: (Object.entries(lacks) as [Role, number][]).map(([role, count]) => ({
          what: workroom.say(language, `role.${role}`),
          ofPages: ROLES[role].of === "page",
          count,
        })),
      })),
    };
  });
};

interface Listed extends ItemFailure {
  readonly item: string;
  readonly shelfmark: string;
}

/** Nothing failed: only what was refused when it was handed over is left to tell. */
async function refusedOf({ ledger }: Workroom, itemId: string): Promise<readonly ItemFailure[]> {
  const refused = await ledger.rejections(itemId);
  return refused.map(({ code, sourcePath, facts }) => ({ code, batch: itemId, path: sourcePath, facts }));
}

function groupsOf(workroom: Workroom, language: Language, all: readonly Listed[]) {
  const byCode = new Map<string, Listed[]>();
  for (const failure of all) byCode.set(failure.code, [...(byCode.get(failure.code) ?? []), failure]);
  return [...byCode].map(([code, group]) => {
    const times = group.flatMap(({ at }) => at ?? []).sort();
    return {
      code,
      count: group.length,
      /** Refused files are handed over again; only tasks can be tried again. */
      isRetriable: group.some(({ page }) => page !== undefined),
      firstSeen: times[0] ?? null,
      lastSeen: times.at(-1) ?? null,
      advice: workroom.explain(language, code, group[0]?.facts ?? {}).advice,
      shown: group.slice(0, SHOWN_IN_GROUP).map(({ item, shelfmark, path, page, facts }) => ({
        item,
        shelfmark,
        path,
        page: page ?? null,
        stage: facts["stage"] === undefined ? null : workroom.say(language, `stage.${facts["stage"]}`),
        message: workroom.explain(language, code, { subject: path, ...facts }).message,
      })),
    };
  });
}
