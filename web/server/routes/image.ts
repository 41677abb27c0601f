/** `/iiif/image/3/…`: IIIF Image API 3, level 2. @see https://iiif.io/api/image/3.0/ */

import { IMAGE_CONTEXT } from "../../../iiif/context.ts";
import { type ImageRefusal, isRefusal } from "../../../iiif/image/refusal.ts";
import { imageInfo } from "../../../iiif/image-info.ts";
import { type ImageParameters, planImage } from "../../../iiif/image-request.ts";
import type { MessageKey } from "../../messages.ts";
import { isUnchanged } from "../headers.ts";
import { MEDIA_TYPES } from "../image/render.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { NOT_FOUND, type Problem, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

/** 36 megapixels: a page of A4 at 500 dpi as a whole; what is larger is still there region by region. */
const LIMITS = { maxArea: 36_000_000 };
const IMAGE_SECONDS = 3600;
const PROFILE_LINK = '<http://iiif.io/api/image/3/level2.json>;rel="profile"';

/** Pictures of published pages. Identifiers are looked up in the catalogue; none is ever part of a path. */
export const imageRoutes: Routes = (server, site) => {
  for (const address of ["/iiif/image/3/:page", "/iiif/image/3/:page/"]) {
    server.get<{ Params: { page: string } }>(address, async (request, reply) => {
      const page = await site.publications.ofPage(request.params.page);
      if (!page) return sendProblem(request, reply, NOT_FOUND, site.root);
      return reply.redirect(`${site.uris.imageService(page.id)}/info.json`, 303);
    });
  }

  server.get<{ Params: { page: string } }>("/iiif/image/3/:page/info.json", async (request, reply) => {
    const page = await site.publications.ofPage(request.params.page);
    if (!page) return sendProblem(request, reply, NOT_FOUND, site.root);
    setJsonType(request, reply, IMAGE_CONTEXT);
    void reply.header("link", PROFILE_LINK);
    if (isUnchanged(request, reply, `${page.access}-info`, IMAGE_SECONDS)) return reply.send();
    return reply.send(jsonBytes(imageInfo(site.uris.imageService(page.id), page, LIMITS)));
  });

  server.get<{ Params: ImageParameters & { page: string } }>(
    "/iiif/image/3/:page/:region/:size/:rotation/:file",
    async (request, reply) => {
      const page = await site.publications.ofPage(request.params.page);
      if (!page) return sendProblem(request, reply, NOT_FOUND, site.root);
      const plan = planImage(request.params, page, LIMITS);
      if (isRefusal(plan)) return sendProblem(request, reply, refused(plan), site.root);
      const canonical = site.uris.image(page.id, plan.canonical);
      void reply.type(MEDIA_TYPES[plan.format]).header("link", `<${canonical}>;rel="canonical",${PROFILE_LINK}`);
      if (isUnchanged(request, reply, `${page.access}-${plan.canonical}`, IMAGE_SECONDS)) return reply.send();
      return reply.send(await site.pictures.make(page.access, plan));
    },
  );

  server.get<{ Params: { page: string } }>("/iiif/image/3/:page/*", async (request, reply) => {
    const page = await site.publications.ofPage(request.params.page);
    return sendProblem(request, reply, page ? refused({ status: 400, reason: "form" }) : NOT_FOUND, site.root);
  });
};

const SENTENCES: Readonly<Record<ImageRefusal["reason"], MessageKey>> = {
  form: "imageForm",
  region: "imageRegion",
  outside: "imageOutside",
  size: "imageSize",
  upscaling: "imageUpscaling",
  "too-large": "imageTooLarge",
  rotation: "imageRotation",
  quality: "imageQuality",
  format: "imageFormat",
};

function refused({ status, reason }: ImageRefusal): Problem {
  return { status, key: SENTENCES[reason], title: "badAddressTitle" };
}
