/** Language maps: tags that are tags, and no "none" beside languages. */
import { allObjects, at, type Json, type JsonObject, type Problem, textOf } from "./json.ts";

/** BCP 47 as far as the IIIF schema allows it: letters and hyphens. */
const TAG = /^[a-zA-Z]{2,8}(?:-[a-zA-Z]{1,8})*$/;
const MAPS = ["label", "value", "summary"];

/** Everything wrong with the languages inside. */
export function checkLanguages(root: JsonObject): Problem[] {
  const problems: Problem[] = [];
  for (const [path, each] of allObjects(root)) {
    if (textOf(each, "type") === "TextualBody") {
      problems.push(...checkTextualBody(each, path));
      continue;
    }
    for (const key of MAPS) if (each[key] !== undefined) problems.push(...checkMap(each[key] ?? null, `${path}.${key}`));
  }
  return problems;
}

function checkTextualBody(body: JsonObject, path: string): Problem[] {
  const language = textOf(body, "language");
  return language !== undefined && TAG.test(language) ? [] : [{ code: "language-unknown", at: `${path}.language` }];
}

function checkMap(value: Json, path: string): Problem[] {
  const map = at(value);
  if (!map || Object.keys(map).length === 0) return [{ code: "language-map", at: path }];
  const problems: Problem[] = [];
  const tags = Object.keys(map);
  // Clover shows "none" as the title when it stands beside real languages.
  if (tags.includes("none") && tags.length > 1) problems.push({ code: "none-beside-languages", at: path });
  for (const [tag, texts] of Object.entries(map)) {
    if (tag !== "none" && !TAG.test(tag)) problems.push({ code: "language-unknown", at: `${path}.${tag}` });
    const isList = Array.isArray(texts) && texts.length > 0 && texts.every((each: Json) => typeof each === "string");
    if (!isList) problems.push({ code: "language-map", at: `${path}.${tag}` });
  }
  return problems;
}
