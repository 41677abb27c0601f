/**
 * `GET /api/items/:item/look-alikes?page=&line=&at=&typed=`: where else in the item the machine may have made the mistake that was
 * just put right. `line` and `at` name the character as the machine read it. Proposals only: nothing is changed here.
 */
import { z } from "zod";
import type { GlyphDescriptor } from "../../../../catalogue/expert-queue/glyph-descriptor.ts";
import {
  chooseGlyphs,
  proposeLookAlikes,
  type ReadGlyph,
  type SeenGlyph,
} from "../../../../catalogue/expert-queue/look-alikes.ts";
import type { Box } from "../../../../pipeline/geometry.ts";
import { WorkGate } from "../../image/work-gate.ts";
import { notFound, queryOf, type WorkroomRoutes } from "../api.ts";
import { itemInSight } from "../items-in-sight.ts";
import { waitingTexts } from "../queue/waiting-pages.ts";
import { readLayer } from "../text/page-desk.ts";
import type { Workroom } from "../workroom.ts";
import { glyphIn, greyPage } from "./glyph-pictures.ts";

const querySchema = z.object({
  page: z.string().max(40),
  line: z.string().max(100),
  at: z.coerce.number().int().min(0).max(100_000),
  typed: z.string().min(1).max(40),
});

/** Readings looked through for one question, and pictures of pages decoded for it: the nearest pages come first. */
const MOST_TEXTS = 400;
const MOST_PICTURES = 12;
const MOST_PROPOSALS = 60;

/** A character with its places, as it is shown. */
interface PlacedGlyph extends ReadGlyph {
  readonly box: Box;
  readonly column: Box;
}

/** The route. */
export const glyphRoutes: WorkroomRoutes = (server, site, workroom) => {
  // Decoding whole pages is heavy: few questions at once, and "busy" to the rest.
  const gate = new WorkGate(2, 8);

  server.get<{ Params: { item: string } }>("/api/items/:item/look-alikes", async (request) => {
    const { page, line, at, typed } = queryOf(querySchema, request);
    const seen = await itemInSight(site, workroom, request, request.params.item);
    const [machine] = (await workroom.ledger.currentOf([page])).filter(({ role }) => role === "text/machine");
    const isOfItem = (await workroom.ledger.page(page))?.itemId === seen.item.id;
    if (machine === undefined || !isOfItem) throw notFound();
    return await gate.run(async () => {
      const own = await glyphsOf(workroom, page, machine.artifact.digest);
      const corrected = own.find((glyph) => glyph.line === line && glyph.at === at);
      if (corrected === undefined) throw notFound();
      const waiting = nearestFirst(await waitingTexts(workroom, seen), page).slice(0, MOST_TEXTS);
      const others: PlacedGlyph[] = [];
      for (const { page: row, text } of waiting) {
        const glyphs = row.id === page ? own : await glyphsOf(workroom, row.id, text).catch(() => []);
        others.push(...glyphs.filter((glyph) => glyph.page !== page || glyph.line !== line || glyph.at !== at));
      }
      const proposals = await propose(workroom, corrected, typed, others);
      return { read: corrected.text, typed, lookedThrough: waiting.length, proposals: proposals.slice(0, MOST_PROPOSALS) };
    });
  });
};

function nearestFirst<T extends { readonly page: { readonly id: string; readonly sequence: number } }>(
  all: readonly T[],
  id: string,
) {
  const own = all.find(({ page }) => page.id === id)?.page.sequence ?? 1;
  return [...all].sort((a, b) => Math.abs(a.page.sequence - own) - Math.abs(b.page.sequence - own));
}

async function glyphsOf(workroom: Workroom, page: string, digest: string): Promise<readonly PlacedGlyph[]> {
  const layer = await readLayer(workroom, digest);
  return layer.lines.flatMap(({ id, box: column, characters }) =>
    characters.map((character, at): PlacedGlyph => ({ page, line: id, at, column, ...character })),
  );
}

async function propose(workroom: Workroom, corrected: PlacedGlyph, typed: string, others: readonly PlacedGlyph[]) {
  const correction = { read: corrected.text, typed };
  const first = chooseGlyphs(others, correction);
  const pages = [...new Set([corrected, ...first.candidates].map(({ page }) => page))].slice(0, MOST_PICTURES);
  // Examples come from pages that are decoded anyway.
  const choice = chooseGlyphs(
    others.filter(({ page }) => pages.includes(page)),
    correction,
  );
  const placed = (glyphs: readonly ReadGlyph[]) => glyphs as readonly PlacedGlyph[];
  const needed = [corrected, ...placed([...choice.candidates, ...choice.examplesOfRead, ...choice.examplesOfTyped])];
  const pictures = await picturesOf(workroom, needed);
  const own = pictures.get(corrected);
  const those = (glyphs: readonly ReadGlyph[]) => placed(glyphs).flatMap((glyph) => pictures.get(glyph) ?? []);
  const candidates = placed(choice.candidates).flatMap((glyph): readonly SeenGlyph[] => {
    const picture = pictures.get(glyph);
    return picture === undefined ? [] : [{ glyph, picture }];
  });
  return proposeLookAlikes(correction, {
    candidates,
    examplesOfRead: those(choice.examplesOfRead),
    examplesOfTyped: own === undefined ? those(choice.examplesOfTyped) : [own, ...those(choice.examplesOfTyped)],
  }).map(({ glyph, score }) => ({ ...(glyph as PlacedGlyph), score: Math.round(score * 1000) / 1000 }));
}

/** One page after the other, so that only one is decoded at a time. */
async function picturesOf(
  workroom: Workroom,
  glyphs: readonly PlacedGlyph[],
): Promise<ReadonlyMap<PlacedGlyph, GlyphDescriptor>> {
  const found = new Map<PlacedGlyph, GlyphDescriptor>();
  for (const page of new Set(glyphs.map((glyph) => glyph.page))) {
    const text = await workroom.ledger.current(page, "image/text");
    const decoded = text && (await greyPage(await workroom.cache.file(text.digest)).catch(() => undefined));
    if (!decoded) continue;
    for (const glyph of glyphs.filter((each) => each.page === page)) {
      const picture = await glyphIn(decoded, glyph.box);
      if (picture !== undefined) found.set(glyph, picture);
    }
  }
  return found;
}
