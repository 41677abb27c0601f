/** `/iiif/image/{3,2}/…`: IIIF Image API 3.0 and 2.1, level 2. @see https://iiif.io/api/image/3.0/ and …/2.1/ */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { IMAGE_2_CONTEXT, IMAGE_CONTEXT } from "../../../iiif/context.ts";
import { type ImageRefusal, isRefusal } from "../../../iiif/image/refusal.ts";
import type { ImageLimits, ImageVersion } from "../../../iiif/image/size.ts";
import { IMAGE_PROFILES, imageInfo } from "../../../iiif/image-info.ts";
import { type ImageParameters, planImage } from "../../../iiif/image-request.ts";
import type { MessageKey } from "../../messages.ts";
import { isKnownTag, isUnchanged } from "../headers.ts";
import { MEDIA_TYPES } from "../image/render.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { NOT_FOUND, type Problem, sendProblem } from "../problem.ts";
import type { Routes, Site } from "../site.ts";

/**
 * 36 megapixels: a page of A4 at 500 dpi as a whole; what is larger is still there region by region. No format that is
 * sent may have longer sides (WebP has 14 bits for each).
 */
const LIMITS: ImageLimits = { maxSide: 16_383, maxArea: 36_000_000 };
const IMAGE_SECONDS = 3600;
const PROFILE_LINK: Readonly<Record<ImageVersion, string>> = {
  2: `<${IMAGE_PROFILES[2]}>;rel="profile"`,
  3: `<${IMAGE_PROFILES[3]}>;rel="profile"`,
};
const CONTEXT_LINK = `<${IMAGE_2_CONTEXT}>;rel="http://www.w3.org/ns/json-ld#context";type="application/ld+json"`;

interface PageAddress {
  readonly Params: { readonly page: string };
}

/** Pictures of published pages. Identifiers are looked up in the catalogue; none is ever part of a path. */
export const imageRoutes: Routes = (server, site) => {
  server.addHook("onClose", () => site.pictures.close());
  routesOf(server, site, 3);
  routesOf(server, site, 2);
};

function routesOf(server: FastifyInstance, site: Site, version: ImageVersion): void {
  const base = `/iiif/image/${version}/:page`;
  const serviceOf = (page: string): string => (version === 3 ? site.uris.imageService(page) : site.uris.imageService2(page));
  const refuse = (request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply =>
    sendProblem(request, reply, problem, site.root);

  for (const address of [base, `${base}/`]) {
    server.get<PageAddress>(address, async (request, reply) => {
      const page = await site.publications.ofPage(request.params.page, request.visitor);
      return page ? reply.redirect(`${serviceOf(page.id)}/info.json`, 303) : refuse(request, reply, NOT_FOUND);
    });
  }

  server.get<PageAddress>(`${base}/info.json`, async (request, reply) => {
    const page = await site.publications.ofPage(request.params.page, request.visitor);
    if (!page) return refuse(request, reply, NOT_FOUND);
    setInfoHeaders(request, reply, version);
    if (isUnchanged(request, reply, `${page.access}-info-${version}`, IMAGE_SECONDS)) return reply.send();
    const described = await site.pictures.describe(page);
    return reply.send(jsonBytes(imageInfo(serviceOf(page.id), described, LIMITS, version)));
  });

  server.get<{ Params: ImageParameters & { page: string } }>(`${base}/:region/:size/:rotation/:file`, async (request, reply) => {
    const page = await site.publications.ofPage(request.params.page, request.visitor);
    if (!page) return refuse(request, reply, NOT_FOUND);
    const plan = planImage(request.params, page, LIMITS, version);
    if (isRefusal(plan)) return refuse(request, reply, refused(plan));
    const link = `<${serviceOf(page.id)}/${plan.canonical}>;rel="canonical",${PROFILE_LINK[version]}`;
    void reply.header("content-type", MEDIA_TYPES[plan.format]).header("link", link);
    if (isKnownTag(request, reply, tagOf(page.access, plan.canonical), IMAGE_SECONDS)) return reply.send();
    return reply.send(await site.pictures.make(page, plan, request.ip));
  });

  server.get<PageAddress>(`${base}/*`, async (request, reply) => {
    const page = await site.publications.ofPage(request.params.page, request.visitor);
    return refuse(request, reply, page ? refused({ status: 400, reason: "form" }) : NOT_FOUND);
  });
}

/**
 * Half a digest and the canonical form tell pictures apart; a hash of both would cost more than all other headers. Without
 * commas, which stand between the tags of a list.
 */
function tagOf(access: string, canonical: string): string {
  return `"${access.slice(0, 32)}/${canonical.replaceAll(",", ".")}"`;
}

/** Version 3 sends JSON-LD unless plain JSON is asked for; version 2 the other way round (2.1 section 5.1). */
function setInfoHeaders(request: FastifyRequest, reply: FastifyReply, version: ImageVersion): void {
  if (version === 3) {
    setJsonType(request, reply, IMAGE_CONTEXT);
    void reply.header("link", PROFILE_LINK[3]);
    return;
  }
  const isLinkedData = request.headers.accept?.includes("application/ld+json") ?? false;
  void reply
    .header("content-type", isLinkedData ? "application/ld+json" : "application/json; charset=utf-8")
    .header("vary", "Accept")
    .header("link", isLinkedData ? PROFILE_LINK[2] : `${PROFILE_LINK[2]},${CONTEXT_LINK}`);
}

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
