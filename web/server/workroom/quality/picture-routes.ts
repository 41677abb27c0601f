/**
 * `/api/pages/:page/quality/:kind`: the picture of a page before or after clean-up, reduced; and `…/part`: a part of it as large as
 * it is. All of it is decoded outside this process.
 */
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Digest } from "../../../../pipeline/artifact.ts";
import type { ItemRow, PageRow } from "../../../../pipeline/ledger-rows.ts";
import { ApiProblem, notFound, queryOf, type WorkroomRoutes } from "../api.ts";
import { pageInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import { DeskPictures, LONGEST_PART } from "./desk-pictures.ts";
import type { KeptQuality } from "./kept-quality.ts";

/** The address stays when the picture is replaced: asked for each time, sent when it changed. */
const KEEP = "private, no-cache";

const whole = z.coerce.number().int().min(0).max(200_000);
const side = z.coerce.number().int().min(1).max(LONGEST_PART);
const partSchema = z.object({ x: whole, y: whole, width: side, height: side, of: z.string().max(64).default("") });

interface PictureAddress {
  readonly Params: { readonly page: string; readonly kind: string };
}

/** The routes. */
export const deskPictureRoutes =
  (kept: KeptQuality): WorkroomRoutes =>
  (server, site, workroom) => {
    const pictures = new DeskPictures(workroom.pictureMaker);
    server.addHook("onClose", () => workroom.pictureMaker.close());

    server.get<PictureAddress>("/api/pages/:page/quality/:kind", async (request, reply) => {
      const { page, item } = await pageInSight(site, workroom, request, request.params.page);
      const digest = await sourceOf(workroom, kept, { page, item, kind: request.params.kind });
      if (isKnown(reply, request.headers["if-none-match"], digest)) return reply.code(304).send();
      return reply.send(await pictures.reduced(digest));
    });

    server.get<PictureAddress>("/api/pages/:page/quality/:kind/part", async (request, reply) => {
      const { page, item } = await pageInSight(site, workroom, request, request.params.page);
      const { of: _, ...box } = queryOf(partSchema, request);
      const digest = await sourceOf(workroom, kept, { page, item, kind: request.params.kind });
      const name = `${digest.slice(0, 32)}/${box.x}.${box.y}.${box.width}.${box.height}`;
      if (isKnown(reply, request.headers["if-none-match"], name)) return reply.code(304).send();
      const part = await pictures.part(digest, box).catch((thrown: unknown) => {
        throw thrown instanceof RangeError ? new ApiProblem(422, "API-IMAGE", { reason: thrown.message }) : thrown;
      });
      return reply.send(part);
    });
  };

interface Wanted {
  readonly page: PageRow;
  readonly item: ItemRow;
  readonly kind: string;
}

/** @throws {ApiProblem} 404 where there is no such picture; a master that no supervised child has read whole is not opened */
async function sourceOf({ ledger }: Workroom, kept: KeptQuality, { page, item, kind }: Wanted): Promise<Digest> {
  if (kind !== "before" && kind !== "after") throw notFound();
  const picture = await ledger.current(page.id, kind === "before" ? "image/master" : "image/clean");
  if (!picture || (kind === "before" && !(await kept.hasMeasured(item, page.id, picture.digest)))) throw notFound();
  return picture.digest;
}

function isKnown(reply: FastifyReply, given: string | undefined, name: string): boolean {
  const tag = `"${name.slice(0, 80)}"`;
  void reply.header("cache-control", KEEP).header("etag", tag).type("image/jpeg");
  return given === tag;
}
