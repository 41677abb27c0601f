/** Contexts and services: what is spoken must be declared, and viewers must find it. */
import { PRESENTATION_CONTEXT, SEARCH_2_CONTEXT } from "../context.ts";
import { type JsonObject, listOf, type Problem, textOf } from "./json.ts";

/** Presentation 3 comes last, no context twice, and that of Content Search 2 is there exactly when its service is. */
export function checkContext(root: JsonObject): Problem[] {
  const context = root["@context"];
  const contexts: readonly unknown[] = Array.isArray(context) ? context : [context];
  const problems: Problem[] = [];
  if (contexts.at(-1) !== PRESENTATION_CONTEXT) problems.push({ code: "context-not-last", at: "$.@context" });
  if (new Set(contexts).size !== contexts.length) problems.push({ code: "context-twice", at: "$.@context" });
  const hasService = listOf(root, "service").some((each) => textOf(each, "type") === "SearchService2");
  if (hasService && !contexts.includes(SEARCH_2_CONTEXT)) problems.push({ code: "context-missing", at: "$.@context" });
  return problems;
}

const KINDS: Readonly<Record<string, { readonly nested: string; readonly profile?: string; readonly nestedProfile?: string }>> = {
  SearchService2: { nested: "AutoCompleteService2" },
  SearchService1: {
    nested: "AutoCompleteService1",
    profile: "http://iiif.io/api/search/1/search",
    nestedProfile: "http://iiif.io/api/search/1/autocomplete",
  },
};

/** Search is offered in both versions or in none, and each version with its autocomplete inside. */
export function checkSearchServices(root: JsonObject): Problem[] {
  const services = listOf(root, "service");
  const types = services.map(typeOf);
  const problems: Problem[] = [];
  if (types.includes("SearchService1") !== types.includes("SearchService2")) {
    problems.push({ code: "search-version-missing", at: "$.service" });
  }
  for (const [index, service] of services.entries()) {
    const kind = KINDS[typeOf(service)];
    if (!kind) continue;
    const at = `$.service[${index}]`;
    if (textOf(service, "profile") !== kind.profile) problems.push({ code: "search-profile", at });
    const nested = listOf(service, "service").find((each) => typeOf(each) === kind.nested);
    if (!nested || textOf(nested, "profile") !== kind.nestedProfile) problems.push({ code: "autocomplete-missing", at });
  }
  return problems;
}

function typeOf(service: JsonObject): string {
  return textOf(service, "type") ?? textOf(service, "@type") ?? "";
}
