/** What stands beside an item: every link says what it is, and in which form. */
import { allObjects, at, type JsonObject, listOf, type Problem, textOf } from "./json.ts";

const LINKS = ["homepage", "rendering", "seeAlso"];
const NEED_LABEL = ["Manifest", "Collection", "Range", "Agent"];

/** Links without label or format, things that must have a label and have none, dates that are none. */
export function checkLinks(root: JsonObject): Problem[] {
  const problems: Problem[] = [];
  for (const [path, each] of allObjects(root)) {
    for (const property of LINKS) {
      for (const [index, link] of listOf(each, property).entries()) {
        problems.push(...checkLink(link, `${path}.${property}[${index}]`));
      }
    }
    problems.push(...checkLabelAndDate(each, path));
  }
  return problems;
}

function checkLink(link: JsonObject, path: string): Problem[] {
  const hasFormat = /^[a-z]+\/[^\s/]+$/.test(textOf(link, "format") ?? "");
  return [
    ...(at(link["label"]) ? [] : [{ code: "label-missing", at: path }]),
    ...(hasFormat ? [] : [{ code: "format-missing", at: path }]),
  ];
}

function checkLabelAndDate(each: JsonObject, path: string): Problem[] {
  const lacksLabel = NEED_LABEL.includes(textOf(each, "type") ?? "") && !at(each["label"]);
  const isDateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/.test(textOf(each, "navDate") ?? "");
  return [
    ...(lacksLabel ? [{ code: "label-missing", at: path }] : []),
    ...("navDate" in each && !isDateTime ? [{ code: "date-unknown", at: `${path}.navDate` }] : []),
  ];
}
