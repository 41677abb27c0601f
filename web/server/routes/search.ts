/** `/iiif/search/{2,1}/…`: Content Search and autocomplete, in one item and in everything that is public. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { SEARCH_1_CONTEXT, SEARCH_2_CONTEXT } from "../../../iiif/context.ts";
import { searchReply1 } from "../../../iiif/search-1.ts";
import { searchReply2 } from "../../../iiif/search-2.ts";
import type { SearchReply } from "../../../iiif/search-reply.ts";
import { terms1, terms2 } from "../../../iiif/search-terms.ts";
import type { SearchVersion } from "../../../iiif/uri.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import { bestQuery } from "../search-query.ts";
import type { Searching } from "../services.ts";
import type { Routes, Site } from "../site.ts";

/** Hits of an answer, at least, where there are so many: pages are never cut. */
const HITS_AN_ANSWER = 60;
const TERMS_AN_ANSWER = 12;
/** What the two specifications define besides `q` and is not offered here. */
const IGNORED = { search: ["motivation", "date", "user"], terms: ["motivation", "date", "user", "min"] };

type Query = Readonly<Record<string, unknown>>;
type Request = FastifyRequest<{ Params: { version: string; item?: string }; Querystring: Query }>;

/** Four addresses in each of two versions. */
export const searchRoutes: Routes = (server, site) => {
  const { search } = site.services;
  if (!search) return;
  const searching = { ...site, search };
  for (const scope of ["items/:item", "collection"]) {
    server.get(`/iiif/search/:version/${scope}`, (request, reply) => answer(searching, request as Request, reply, searchAnswer));
    server.get(`/iiif/search/:version/${scope}/autocomplete`, (request, reply) =>
      answer(searching, request as Request, reply, termsAnswer),
    );
  }
};

type SearchSite = Site & { readonly search: Searching };
type Answerer = (site: SearchSite, version: SearchVersion, item: string | undefined, query: Query) => Promise<object>;

async function answer(site: SearchSite, request: Request, reply: FastifyReply, answerer: Answerer): Promise<FastifyReply> {
  const { version, item } = request.params;
  const isKnown = version === "1" || version === "2";
  if (!isKnown || (item !== undefined && !(await site.publications.ofItem(item)))) {
    return sendProblem(request, reply, NOT_FOUND, site.root);
  }
  const number = Number(version) as SearchVersion;
  setJsonType(request, reply, number === 2 ? SEARCH_2_CONTEXT : SEARCH_1_CONTEXT);
  // What is found now may be taken back in a moment.
  void reply.header("cache-control", "no-cache");
  const found = await site.searchGate.run(() => answerer(site, number, item, request.query), request.ip);
  return reply.send(jsonBytes(found));
}

const searchAnswer: Answerer = async ({ search, uris }, version, item, asked) => {
  const [query, after] = [textOf(asked, "q"), positionOf(asked)];
  const scope = { ...(item !== undefined && { item }) };
  const parsed = await bestQuery(search, query, scope);
  const found = await search.pages(parsed, { ...scope, hits: HITS_AN_ANSWER, ...(after !== undefined && { after }) });
  const reply: SearchReply = {
    service: item === undefined ? uris.searchCollection(version) : uris.search(version, item),
    query,
    after,
    next: found.next,
    ignored: IGNORED.search.filter((name) => name in asked),
    pages: found.pages,
    isOfOneItem: item !== undefined,
  };
  return version === 2 ? searchReply2(reply, uris) : searchReply1(reply, uris);
};

const termsAnswer: Answerer = async ({ search, uris }, version, item, asked) => {
  const query = textOf(asked, "q");
  const terms = await search.completions(query, { limit: TERMS_AN_ANSWER, ...(item !== undefined && { item }) });
  const reply = {
    service: item === undefined ? uris.autocompleteCollection(version) : uris.autocomplete(version, item),
    search: item === undefined ? uris.searchCollection(version) : uris.search(version, item),
    query,
    ignored: IGNORED.terms.filter((name) => name in asked),
    terms,
  };
  return version === 2 ? terms2(reply) : terms1(reply);
};

/** The first value of a parameter; the rest of a text beyond use is not given back in addresses. */
function textOf(query: Query, name: string): string {
  const value = query[name];
  const text = Array.isArray(value) ? value[0] : value;
  return typeof text === "string" ? text.slice(0, 1000) : "";
}

function positionOf(query: Query): number | undefined {
  const position = Number(textOf(query, "after") || Number.NaN);
  return Number.isSafeInteger(position) && position > 0 ? position : undefined;
}
