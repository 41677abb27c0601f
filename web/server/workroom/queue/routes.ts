/**
 * `/api/queue`: where an expert's minutes are worth most.
 *
 * - `GET /api/queue?item=&offset=&limit=`: pages by doubt and value for the target, with reasons; `notLookedAt` pages follow when
 *   asked again, because a large library is not looked at in one go;
 * - `GET /api/queue/places?item=&limit=`: the most doubtful characters, each with its box for a small picture;
 * - `POST /api/queue/sample { size, seed, item? }`: characters drawn at random from what was reviewed, by class of holding;
 * - `GET /api/queue/estimate?checked=CHARACTERS:CHECKED:WRONG:CLASS` (repeated): what is still wrong, with its interval.
 */
import { z } from "zod";
import type { PageDoubt } from "../../../../catalogue/expert-queue/doubt.ts";
import { itemValues } from "../../../../catalogue/expert-queue/item-value.ts";
import { orderPlaces } from "../../../../catalogue/expert-queue/place-queue.ts";
import { orderQueue } from "../../../../catalogue/expert-queue/queue.ts";
import { remainingError } from "../../../../catalogue/expert-queue/remaining-error.ts";
import { ApiProblem, bodyOf, queryOf, type WorkroomRoutes } from "../api.ts";
import { reviewedCharactersOf } from "../input-aid/reviewed-characters.ts";
import { itemInSight, itemsInSight, type SeenItem } from "../items-in-sight.ts";
import { readLayer } from "../text/page-desk.ts";
import type { Workroom } from "../workroom.ts";
import { drawReviewed } from "./reviewed-sample.ts";
import { standingsOf } from "./standings.ts";
import { PageDoubts, type WaitingText, waitingTexts } from "./waiting-pages.ts";

/** Readings looked at for the first time in one request. */
const MOST_NEW = 300;
const LONGEST_LIST = 500;

const itemId = z.string().max(80).optional();
const listSchema = z.object({
  item: itemId,
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(LONGEST_LIST).default(50),
});
const sampleSchema = z.strictObject({
  item: itemId,
  size: z.int().min(1).max(2000),
  seed: z.int().min(0).max(2_000_000_000),
});
const estimateSchema = z.object({ checked: z.union([z.string(), z.array(z.string()).max(100)]) });

/** The routes. */
export const queueRoutes: WorkroomRoutes = (server, site, workroom) => {
  const doubts = new PageDoubts(workroom);
  const familiar = reviewedCharactersOf(workroom, () => site.services.clock.now());
  const standings = standingsOf(site, workroom);

  const gather = async (items: readonly SeenItem[]) => {
    await familiar.refresh();
    const waiting: WaitingText[] = [];
    for (const item of items) waiting.push(...(await waitingTexts(workroom, item)));
    const known = await doubts.of(waiting, MOST_NEW, (text) => familiar.isFamiliar(text));
    const left = new Map<string, number>();
    for (const { item } of waiting) left.set(item.id, (left.get(item.id) ?? 0) + 1);
    return { waiting, known, values: itemValues(await standings(), left) };
  };
  const itemsOf = async (request: Parameters<typeof itemsInSight>[2], id: string | undefined) =>
    id === undefined ? await itemsInSight(site, workroom, request) : [await itemInSight(site, workroom, request, id)];

  server.get("/api/queue", async (request) => {
    const { item, offset, limit } = queryOf(listSchema, request);
    const { waiting, known, values } = await gather(await itemsOf(request, item));
    const looked = waiting.filter(({ text }) => known.has(text));
    const queue = orderQueue(
      looked.map(({ item: of, page, text }) => {
        const { characters, expectedErrors, places } = known.get(text) as PageDoubt;
        return { page: page.id, item: of.id, place: page.sequence - 1, characters, expectedErrors, doubtful: places.length };
      }),
      values,
    );
    const shelfmarks = new Map(waiting.map(({ item: of }) => [of.id, of.shelfmark]));
    const labels = new Map(waiting.map(({ page }) => [page.id, page.label]));
    const named = (entry: (typeof queue)[number]) => ({
      ...entry,
      shelfmark: shelfmarks.get(entry.item) ?? "",
      label: labels.get(entry.page) ?? "",
    });
    const expected = looked.reduce((sum, { text }) => sum + (known.get(text)?.expectedErrors ?? 0), 0);
    const characters = looked.reduce((sum, { text }) => sum + (known.get(text)?.characters ?? 0), 0);
    return {
      waiting: waiting.length,
      notLookedAt: waiting.length - looked.length,
      characters,
      expectedErrors: Math.round(expected),
      pages: queue.slice(offset, offset + limit).map(named),
    };
  });

  server.get("/api/queue/places", async (request) => {
    const { item, limit } = queryOf(listSchema, request);
    const { waiting, known, values } = await gather(await itemsOf(request, item));
    const pages = waiting.flatMap(({ item: of, page, text }) => {
      const doubt = known.get(text);
      return doubt === undefined ? [] : [{ page: page.id, item: of.id, doubt }];
    });
    const placed = orderPlaces(pages, values, limit);
    const texts = new Map(waiting.map(({ page, text }) => [page.id, text]));
    return {
      waiting: waiting.length,
      notLookedAt: waiting.length - pages.length,
      places: await withBoxes(workroom, placed, texts),
    };
  });

  server.post("/api/queue/sample", async (request) => {
    const { item, size, seed } = bodyOf(sampleSchema, request);
    return await drawReviewed(workroom, await itemsOf(request, item), size, seed);
  });

  server.get("/api/queue/estimate", async (request) => {
    const { checked } = queryOf(estimateSchema, request);
    const estimate = remainingError([checked].flat().map(stratumOf));
    if (estimate === undefined) throw new ApiProblem(422, "API-BODY", { field: "checked", problem: "nothing was checked" });
    return estimate;
  });
};

function stratumOf(text: string) {
  const [, characters, checked, wrong, name = ""] = /^(\d{1,9}):(\d{1,6}):(\d{1,6}):(.{0,200})$/su.exec(text) ?? [];
  const counts = { characters: Number(characters), checked: Number(checked), wrong: Number(wrong) };
  if (!(counts.wrong <= counts.checked && counts.checked <= counts.characters)) {
    throw new ApiProblem(422, "API-BODY", { field: "checked", problem: text.slice(0, 80) });
  }
  return { name, ...counts };
}

/** Each place with what was read there, its alternatives and its box; read page by page, one at a time. */
async function withBoxes(workroom: Workroom, places: ReturnType<typeof orderPlaces>, texts: ReadonlyMap<string, string>) {
  const layers = new Map<string, Awaited<ReturnType<typeof readLayer>> | undefined>();
  const found = [];
  for (const place of places) {
    if (!layers.has(place.page)) {
      layers.set(place.page, await readLayer(workroom, texts.get(place.page) ?? "").catch(() => undefined));
    }
    const line = layers.get(place.page)?.lines.find(({ id }) => id === place.line);
    const character = line?.characters[place.at];
    if (line !== undefined && character !== undefined) found.push({ ...place, column: line.box, ...character });
  }
  return found;
}
