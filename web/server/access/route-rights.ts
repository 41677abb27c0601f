/** The one table of what each route demands. A route without a line here does not start. */
import type { Right } from "../../../catalogue/users/roles.ts";

/** What a route demands of who asks. */
export type RouteRight =
  /** Nothing; and it shows the same to everybody: what is public. */
  | "public"
  /** Nothing; it shows one item, and what of it depends on who asks. */
  | "item"
  /** Nothing; it is how people come in. */
  | "sign-in"
  | Right;

const IMAGES = ["/iiif/image/3/:page", "/iiif/image/2/:page"].flatMap((base) => [
  base,
  `${base}/`,
  `${base}/info.json`,
  `${base}/:region/:size/:rotation/:file`,
  `${base}/*`,
]);

const ITEM = [
  "/items/:item",
  "/items/:item/thumbnails/:page",
  "/items/:item/pages/:page/text.json",
  "/items/:item/pages/:page/han-:font(^\\d{1,2}).woff",
  "/items/:item/pages/:page/alto.xml",
  "/items/:item/pdf",
  "/items/:item/text.txt",
  "/items/:item/mods.xml",
  "/items/:item/dc.xml",
  "/items/:item/marc.xml",
  "/items/:item/mets.xml",
  "/items/:item/mirador",
  "/iiif/3/items/:item/manifest",
  "/iiif/3/items/:item/canvas/:name",
  "/iiif/3/items/:item/range/:name",
  "/iiif/3/items/:item/annotations/:page",
  "/iiif/3/items/:item/annotations/:page/:layer",
  ...IMAGES,
];

const SEARCHES = ["items/:item", "collection"].flatMap((scope) => [
  `/iiif/search/:version/${scope}`,
  `/iiif/search/:version/${scope}/autocomplete`,
]);

const PUBLIC = [
  "/",
  "/search",
  ...SEARCHES,
  "/iiif/3/collection",
  "/iiif/3/collections/holder/:slug",
  "/iiif/3/collections/class/:slug",
  "/iiif/3/collections/batch/:slug",
  "/iiif/3/logo",
  "/iiif/discovery/activities",
  "/iiif/discovery/activities/:number",
  "/oai",
  "/sitemap.xml",
  "/sitemap/:part",
  "/robots.txt",
  "/data/items.jsonl",
  "/data/items.csv",
  "/data/catalog.jsonld",
  "/health",
  "/assets/*",
  "/assets/han.css",
  "/assets/han-:font(^\\d{1,2}).woff",
];

const lines = (paths: readonly string[], right: RouteRight): (readonly [string, RouteRight])[] =>
  paths.map((path) => [`GET ${path}`, right]);

/** By method and pattern; what may be got may be asked for its head. */
export const ROUTE_RIGHTS: ReadonlyMap<string, RouteRight> = new Map<string, RouteRight>([
  ...lines(ITEM, "item"),
  ...lines(PUBLIC, "public"),
  ["OPTIONS /iiif/*", "public"],
  ["POST /oai", "public"],
  ["GET /sign-in", "sign-in"],
  ["POST /sign-in", "sign-in"],
  ["GET /sign-in/token", "sign-in"],
  ["POST /sign-in/token", "sign-in"],
  ["POST /sign-out", "own-session"],
]);
