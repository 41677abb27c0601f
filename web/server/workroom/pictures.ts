/**
 * `/api/pages/:page/image/…` and `…/thumbnail`: the pictures of a page as they are now, for people who work on it, published or
 * not. The Image API (level 2, version 3) over the page's current access picture, so that boxes of columns cut out their pictures:
 * `/api/pages/p…/image/120,40,60,900/,600/0/default.jpg`.
 */
import { createReadStream } from "node:fs";
import type { FastifyReply } from "fastify";
import { isRefusal } from "../../../iiif/image/refusal.ts";
import type { ImageLimits } from "../../../iiif/image/size.ts";
import { imageInfo } from "../../../iiif/image-info.ts";
import { type ImageParameters, planImage } from "../../../iiif/image-request.ts";
import type { Artifact, Role } from "../../../pipeline/artifact.ts";
import type { Size } from "../../../pipeline/geometry.ts";
import { MEDIA_TYPES } from "../image/render.ts";
import { ApiProblem, notFound, type WorkroomRoutes } from "./api.ts";
import { pageInSight } from "./items-in-sight.ts";

const LIMITS: ImageLimits = { maxSide: 16_383, maxArea: 36_000_000 };
/** A digest in the address names the bytes: they may be kept, by this reader alone. */
const KEEP = "private, max-age=86400";

interface PageAddress {
  readonly Params: { readonly page: string };
  readonly Querystring: { readonly role?: string };
}

/** The routes. */
export const pictureRoutes: WorkroomRoutes = (server, site, workroom) => {
  const currentOf = async (page: string, role: Role): Promise<Artifact> => {
    const artifact = await workroom.ledger.current(page, role);
    if (!artifact) throw notFound();
    return artifact;
  };
  const sizeOf = (access: Artifact): Promise<Size> => site.pictures.sizeOf(access.digest);

  server.get<PageAddress>("/api/pages/:page/image/info.json", async (request, reply) => {
    const { page } = await pageInSight(site, workroom, request, request.params.page);
    const access = await currentOf(page.id, "image/access");
    const size = await sizeOf(access);
    const described = await site.pictures.describe({ ...size, access: access.digest });
    const id = `${site.services.baseUrl.replace(/\/+$/, "")}/api/pages/${page.id}/image`;
    return reply.send(imageInfo(id, described, LIMITS, 3));
  });

  server.get<{ Params: ImageParameters & { page: string } }>(
    "/api/pages/:page/image/:region/:size/:rotation/:file",
    async (request, reply) => {
      const { page } = await pageInSight(site, workroom, request, request.params.page);
      const access = await currentOf(page.id, "image/access");
      const picture = { ...(await sizeOf(access)), access: access.digest };
      const plan = planImage(request.params, picture, LIMITS, 3);
      if (isRefusal(plan)) throw new ApiProblem(plan.status, "API-IMAGE", { reason: plan.reason });
      void reply.header("cache-control", "private, no-cache").header("content-type", MEDIA_TYPES[plan.format]);
      const tag = `"${access.digest.slice(0, 32)}/${plan.canonical.replaceAll(",", ".")}"`;
      void reply.header("etag", tag);
      if (request.headers["if-none-match"] === tag) return reply.code(304).send();
      return reply.send(await site.pictures.make(picture, plan, request.ip));
    },
  );

  server.get<PageAddress>("/api/pages/:page/thumbnail", async (request, reply) => {
    const { page } = await pageInSight(site, workroom, request, request.params.page);
    return await sendFile(reply, await currentOf(page.id, "image/thumbnail"));
  });

  const sendFile = async (reply: FastifyReply, artifact: Artifact): Promise<FastifyReply> => {
    const path = await site.services.cache.file(artifact.digest);
    void reply.header("cache-control", KEEP).type(artifact.mediaType);
    return reply.send(createReadStream(path));
  };
};
