/**
 * What a manifest must keep that the IIIF JSON schema cannot say (or says too loosely): identifiers are unique, ranges
 * and `start` name canvases that exist, annotations stay on their canvas, contexts and languages are right.
 * The schema's licence does not allow shipping it, so the product checks with this; tests use both.
 */
import { allObjects, at, type Json, type JsonObject, listOf, type Problem, textOf } from "./check/json.ts";
import { checkLanguages } from "./check/languages.ts";
import { checkLinks } from "./check/links.ts";
import { checkContext, checkSearchServices } from "./check/services.ts";
import { checkTarget } from "./check/target.ts";
import { rightsUri } from "./rights.ts";

const DIRECTIONS = ["left-to-right", "right-to-left", "top-to-bottom", "bottom-to-top"];
const MANIFEST_BEHAVIORS = [
  "auto-advance",
  "no-auto-advance",
  "repeat",
  "no-repeat",
  "individuals",
  "continuous",
  "paged",
  "unordered",
];

/** Everything wrong with a manifest; empty when nothing is. Never throws, whatever it is given. */
export function checkManifest(manifest: unknown): readonly Problem[] {
  const root = at(manifest as Json);
  if (!root) return [{ code: "not-an-object", at: "$" }];
  const canvases = listOf(root, "items");
  return [
    ...checkContext(root),
    ...(textOf(root, "type") === "Manifest" ? [] : [{ code: "wrong-type", at: "$.type" }]),
    ...(canvases.length > 0 ? [] : [{ code: "no-canvas", at: "$.items" }]),
    ...checkUniqueIds(root),
    ...checkLanguages(root),
    ...checkLinks(root),
    ...checkSearchServices(root),
    ...checkWords(root),
    ...canvases.flatMap((canvas, index) => checkCanvas(canvas, `$.items[${index}]`)),
    ...checkReferences(root, new Set(canvases.map((canvas) => textOf(canvas, "id")))),
  ];
}

/** Everything wrong with a collection: what it names must have an id, a type and a label, each named once. */
export function checkCollection(collection: unknown): readonly Problem[] {
  const root = at(collection as Json);
  if (!root) return [{ code: "not-an-object", at: "$" }];
  const ids = listOf(root, "items").map((each) => textOf(each, "id"));
  return [
    ...checkContext(root),
    ...(textOf(root, "type") === "Collection" ? [] : [{ code: "wrong-type", at: "$.type" }]),
    ...(new Set(ids).size === ids.length ? [] : [{ code: "id-twice", at: "$.items" }]),
    ...checkUniqueIds(root),
    ...checkLanguages(root),
    ...checkLinks(root),
    ...checkSearchServices(root),
  ];
}

/** Everything wrong with text annotation pages that stand alone, given the manifest whose canvases they belong to. */
export function checkAnnotationPages(pages: readonly unknown[], manifest: unknown): readonly Problem[] {
  const canvases = new Map<string | undefined, JsonObject>();
  for (const canvas of listOf(at(manifest as Json), "items")) {
    for (const reference of listOf(canvas, "annotations")) canvases.set(textOf(reference, "id"), canvas);
  }
  return pages.flatMap((page) => {
    const root = at(page as Json);
    return root ? checkAnnotationPage(root, canvases.get(textOf(root, "id"))) : [{ code: "not-an-object", at: "$" }];
  });
}

function checkAnnotationPage(root: JsonObject, canvas: JsonObject | undefined): Problem[] {
  if (!canvas) return [{ code: "annotation-page-unnamed", at: "$.id" }];
  return [
    ...checkContext(root),
    ...checkUniqueIds(root),
    ...checkLanguages(root),
    ...listOf(root, "items").flatMap((annotation, index) => checkTarget(annotation, canvas, `$.items[${index}]`)),
  ];
}

/** Identifiers of what is defined here (has content of its own); a thumbnail or service may be named many times. */
function checkUniqueIds(root: JsonObject): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [path, each] of allObjects(root)) {
    const [id, type] = [textOf(each, "id"), textOf(each, "type")];
    if (type === undefined) continue;
    if (id === undefined ? type !== "TextualBody" : !/^https?:\/\/[^\s]+$/.test(id))
      problems.push({ code: "id-not-http", at: path });
    const isDefinition = type === "Annotation" || ("items" in each && type !== "Collection") || path === "$";
    if (!isDefinition || id === undefined) continue;
    if (seen.has(id)) problems.push({ code: "id-twice", at: path });
    seen.add(id);
  }
  return problems;
}

function checkWords(root: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const direction = root["viewingDirection"];
  if (direction !== undefined && !DIRECTIONS.includes(String(direction))) {
    problems.push({ code: "direction-unknown", at: "$.viewingDirection" });
  }
  const behavior = root["behavior"];
  const isKnown = Array.isArray(behavior) && behavior.every((word) => MANIFEST_BEHAVIORS.includes(String(word)));
  if (behavior !== undefined && !isKnown) problems.push({ code: "behavior-unknown", at: "$.behavior" });
  const rights = textOf(root, "rights");
  if (rights !== undefined && rightsUri(rights) !== rights) problems.push({ code: "rights-unknown", at: "$.rights" });
  return problems;
}

function checkCanvas(canvas: JsonObject, path: string): Problem[] {
  const problems: Problem[] = [];
  if (textOf(canvas, "type") !== "Canvas") problems.push({ code: "wrong-type", at: `${path}.type` });
  for (const side of ["width", "height"]) {
    const px = canvas[side];
    if (!Number.isInteger(px) || Number(px) <= 0) problems.push({ code: "canvas-size", at: `${path}.${side}` });
  }
  const painted = listOf(canvas, "items").flatMap((page) => listOf(page, "items"));
  if (painted.length === 0) problems.push({ code: "canvas-empty", at: `${path}.items` });
  for (const annotation of painted) {
    problems.push(...checkTarget(annotation, canvas, `${path}.items`));
    problems.push(...checkPicture(annotation, `${path}.items`));
  }
  const accompanying = at(canvas["accompanyingCanvas"] ?? null);
  return accompanying ? [...problems, ...checkCanvas(accompanying, `${path}.accompanyingCanvas`)] : problems;
}

function checkPicture(annotation: JsonObject, path: string): Problem[] {
  const body = at(annotation["body"] ?? null);
  if (textOf(annotation, "motivation") !== "painting") return [{ code: "not-painting", at: path }];
  if (!body || textOf(body, "type") !== "Image") return [];
  const hasService = listOf(body, "service").some((each) => textOf(each, "type") === "ImageService3");
  return hasService ? [] : [{ code: "picture-without-service", at: path }];
}

function checkReferences(root: JsonObject, canvases: ReadonlySet<string | undefined>): Problem[] {
  const problems: Problem[] = [];
  const start = at(root["start"] ?? null);
  const startId =
    start && (textOf(start, "type") === "Canvas" ? textOf(start, "id") : textOf(at(start["source"] ?? null) ?? {}, "id"));
  if (start && !canvases.has(startId)) problems.push({ code: "start-nowhere", at: "$.start" });
  for (const [path, each] of allObjects({ structures: root["structures"] ?? [] })) {
    if (textOf(each, "type") === "Canvas" && !canvases.has(textOf(each, "id")?.replace(/#.*$/, ""))) {
      problems.push({ code: "range-names-no-canvas", at: path });
    }
    if (textOf(each, "type") === "Range" && listOf(each, "items").length === 0) problems.push({ code: "range-empty", at: path });
  }
  return problems;
}
