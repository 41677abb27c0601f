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
  "/iiif/3/collection/:section",
  "/iiif/3/collections/holder/:slug",
  "/iiif/3/collections/holder/:slug/:section",
  "/iiif/3/collections/class/:slug",
  "/iiif/3/collections/class/:slug/:section",
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
  "/ready",
  "/metrics",
  "/assets/*",
  "/assets/han.css",
  "/assets/han-:font(^\\d{1,2}).woff",
];

const lines = (paths: readonly string[], right: RouteRight): (readonly [string, RouteRight])[] =>
  paths.map((path) => [`GET ${path}`, right]);

/** The workroom: what each of its routes demands. */
const WORKROOM: readonly (readonly [string, RouteRight])[] = [
  ["GET /workroom", "see-work"],
  ["GET /workroom/*", "see-work"],
  ["GET /api/me", "see-work"],
  ["GET /api/events", "see-work"],
  ["GET /api/pages/:page/image/info.json", "see-work"],
  ["GET /api/pages/:page/image/:region/:size/:rotation/:file", "see-work"],
  ["GET /api/pages/:page/thumbnail", "see-work"],
  ["GET /api/batches", "see-work"],
  ["GET /api/items/:item/quality", "see-work"],
  ["POST /api/items/:item/verdicts", "do-batches"],
  ["GET /api/items/:item/rescans.xlsx", "see-work"],
  ["GET /api/pages/:page/quality/:kind", "see-work"],
  ["GET /api/pages/:page/quality/:kind/part", "see-work"],
  ["POST /api/pages/:page/treatment", "do-batches"],
  ["GET /api/quality", "see-work"],
  ["POST /api/items/:item/samples", "do-batches"],
  ["GET /api/uploads", "do-batches"],
  ["POST /api/uploads", "do-batches"],
  ["GET /api/uploads/:upload", "do-batches"],
  ["DELETE /api/uploads/:upload", "do-batches"],
  ["PUT /api/uploads/:upload/files/:file", "do-batches"],
  ["POST /api/uploads/:upload/finish", "do-batches"],
  ["GET /api/failures", "see-work"],
  ["POST /api/failures/retry", "do-batches"],
  ["GET /api/items/:item/waiting", "see-work"],
  ["POST /api/items/:item/work", "do-batches"],
  ["GET /api/progress", "see-work"],
  ["GET /api/progress/targets/:target/explain", "see-work"],
  ["GET /api/progress/funnel/:list", "see-work"],
  ["GET /api/progress/backlog/:stage/:part", "see-work"],
  ["GET /api/progress/minutes", "see-work"],
  ["GET /api/progress/machines", "see-work"],
  ["GET /api/progress/report.xlsx", "see-work"],
  ["GET /api/progress/report.html", "see-work"],
  ["PUT /api/progress/targets/:target", "steer"],
  ["DELETE /api/progress/targets/:target", "steer"],
  ["GET /api/settings", "steer"],
  ["PUT /api/settings/policies/:profile", "steer"],
  ["PUT /api/settings/lists/:list", "administer"],
  ["GET /api/users", "administer"],
  ["POST /api/users", "administer"],
  ["PUT /api/users/:name/role", "administer"],
  ["POST /api/users/:name/reset", "administer"],
  ["POST /api/users/:name/grants", "administer"],
  ["POST /api/users/:name/identities", "administer"],
  ["DELETE /api/users/:name/identities", "administer"],
  ["DELETE /api/users/:name", "administer"],
  ["GET /api/audit", "administer"],
  ["GET /api/audit/verify", "administer"],
  ["GET /api/items/:item", "see-work"],
  ["GET /api/items/:item/pages", "see-work"],
  ["GET /api/items/:item/structure", "see-work"],
  ["PUT /api/items/:item/structure", "edit-records"],
  ["GET /api/record-rules", "edit-records"],
  ["GET /api/dates", "edit-records"],
  ["GET /api/records/:item", "edit-records"],
  ["GET /api/records/:item/proposals", "edit-records"],
  ["GET /api/records/:item/history", "edit-records"],
  ["GET /api/records/:item/versions/:number", "edit-records"],
  ["GET /api/records/:item/sheet.xlsx", "edit-records"],
  ["POST /api/records/:item/sheet", "edit-records"],
  ["POST /api/records/:item/saves", "edit-records"],
  ["POST /api/records/:item/copies", "edit-records"],
  ["POST /api/records/:item/signatures", "edit-records"],
  ["GET /api/items/:item/look-alikes", "edit-text"],
  ["GET /api/queue", "edit-text"],
  ["GET /api/queue/places", "edit-text"],
  ["GET /api/queue/estimate", "edit-text"],
  ["POST /api/queue/sample", "edit-text"],
  ["GET /api/input-aid", "see-work"],
  ["GET /api/pages/:page/text", "edit-text"],
  ["PUT /api/pages/:page/text", "edit-text"],
  ["POST /api/pages/:page/text/steps", "edit-text"],
  ["POST /api/pages/:page/text/presence", "edit-text"],
  ["POST /api/pages/:page/text/leave", "edit-text"],
  ["GET /api/pages/:page/text/versions", "edit-text"],
  ["GET /api/pages/:page/text/versions/:number", "edit-text"],
  ["GET /api/pages/:page/text/diff", "edit-text"],
  ["GET /api/pages/:page/text/proposal", "edit-text"],
];

/** By method and pattern; what may be got may be asked for its head. */
export const ROUTE_RIGHTS: ReadonlyMap<string, RouteRight> = new Map<string, RouteRight>([
  ...lines(ITEM, "item"),
  ...lines(PUBLIC, "public"),
  ...WORKROOM,
  ["GET /assets/workroom/*", "public"],
  ["OPTIONS /iiif/*", "public"],
  ["POST /oai", "public"],
  ["GET /sign-in", "sign-in"],
  ["POST /sign-in", "sign-in"],
  ["GET /sign-in/token", "sign-in"],
  ["POST /sign-in/token", "sign-in"],
  ["GET /sign-in/outside", "sign-in"],
  ["GET /sign-in/outside/callback", "sign-in"],
  ["POST /sign-out", "own-session"],
]);
