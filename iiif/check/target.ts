/** Annotations stay on their canvas. */
import { at, type JsonObject, type Problem, textOf } from "./json.ts";

/** What is wrong with the target of an annotation that should lie on this canvas. */
export function checkTarget(annotation: JsonObject, canvas: JsonObject, path: string): Problem[] {
  const target = textOf(annotation, "target") ?? textOf(at(annotation["target"] ?? null), "id");
  if (target === undefined) return [{ code: "target-missing", at: path }];
  const [id, fragment] = target.split("#", 2);
  if (id !== textOf(canvas, "id")) return [{ code: "target-elsewhere", at: path }];
  if (fragment === undefined) return [];
  const box = /^xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(fragment);
  if (!box) return [{ code: "target-fragment", at: path }];
  const [x = 0, y = 0, width = 0, height = 0] = box.slice(1).map(Number);
  const isInside = width > 0 && height > 0 && x + width <= Number(canvas["width"]) && y + height <= Number(canvas["height"]);
  return isInside ? [] : [{ code: "target-outside", at: path }];
}
