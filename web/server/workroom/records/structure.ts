/** `/api/items/:item/structure`: leaf numbers and contents over the page list. */
import { z } from "zod";
import { currentStructure } from "../../../../pipeline/current-structure.ts";
import { InputError } from "../../../../pipeline/errors.ts";
import { flatParts } from "../../../../pipeline/folios/contents.ts";
import { contentsSchema } from "../../../../pipeline/folios/contents-schema.ts";
import { PLAIN_NUMBERING } from "../../../../pipeline/folios/marks.ts";
import { numberPages } from "../../../../pipeline/folios/numbering.ts";
import { numberingSchema } from "../../../../pipeline/folios/numbering-schema.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import { restructure } from "../../../../pipeline/restructure.ts";
import { accountOf, bodyOf, type WorkroomRoutes } from "../api.ts";
import { itemInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import { deskFor } from "./desk.ts";

const changeSchema = z.strictObject({
  from: z.string().regex(/^[0-9a-f]{64}$/),
  numbering: numberingSchema.optional(),
  contents: contentsSchema.optional(),
});

interface ItemAddress {
  readonly Params: { readonly item: string };
}

/** The routes. */
export const structureRoutes: WorkroomRoutes = (server, site, workroom) => {
  server.get<ItemAddress>("/api/items/:item/structure", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    return await shown(workroom, item);
  });

  server.put<ItemAddress>("/api/items/:item/structure", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const change = bodyOf(changeSchema, request);
    const agent = accountOf(request).name;
    const made = await restructure(workroom, { ...change, itemId: item.id, agent });
    if (change.contents) await tellRecord(workroom, item, made.digest, agent);
    return await shown(workroom, item);
  });
};

async function shown(workroom: Workroom, item: ItemRow) {
  const now = await currentStructure(workroom, item.id);
  if (!now) throw new InputError({ code: "STRUCTURE-OPEN", subject: item.id });
  const { pages, numbering, contents, viewingDirection } = now.structure;
  const pictures = new Set((await workroom.ledger.currentOfItem(item.id, ["image/thumbnail"])).map(({ subject }) => subject));
  const { missing, repeated } = numberPages(
    pages.map(({ id }) => id),
    numbering ?? PLAIN_NUMBERING,
  );
  return {
    digest: now.digest,
    viewingDirection,
    numbering: numbering ?? null,
    contents: contents ?? [],
    pages: pages.map(({ id, label, sourceName }) => ({ id, label, sourceName, hasPicture: pictures.has(id) })),
    missing: numbering ? missing : [],
    repeated: numbering ? repeated : [],
  };
}

/** Catalogues of other houses read the parts in the record. */
async function tellRecord(workroom: Workroom, item: ItemRow, digest: string, agent: string): Promise<void> {
  const structure = (await currentStructure(workroom, item.id))?.structure;
  const parts = flatParts(structure?.contents ?? [], structure?.pages.map(({ id }) => id) ?? []);
  const desk = await deskFor(workroom, item);
  await workroom.recordVersions.save({
    itemId: item.id,
    saveId: `contents-${digest}`,
    base: desk.number,
    changes: { divisions: parts.length === 0 ? undefined : parts.map(({ title, first }) => ({ title, page: first })) },
    cause: "structure",
    agent,
  });
}
