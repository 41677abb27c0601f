/** What helps to fill in a record: the rules of fields and lists, what a date means, and what pages and register propose. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type Proposal, proposalsOf } from "../../../../catalogue/record/draft.ts";
import { type Described, openProposals } from "../../../../catalogue/record/open-proposals.ts";
import { DESK_FIELDS } from "../../../../catalogue/record-versions/desk-record.ts";
import type { DateReading, DateReason } from "../../../../hannom/calendar/date-reading.ts";
import { readDate } from "../../../../hannom/calendar/read-date.ts";
import { canonicalJson } from "../../../../pipeline/derive.ts";
import type { Facts } from "../../../../pipeline/errors.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import { recordOfDigest } from "../../../../pipeline/stored-record.ts";
import { type TextLayer, textLayerSchema } from "../../../../pipeline/text-layer.ts";
import type { Language } from "../../language.ts";
import { requestLanguage } from "../../problem.ts";
import { queryOf, type WorkroomRoutes } from "../api.ts";
import { itemInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import { deskFields, deskFor } from "./desk.ts";

const LONGEST_DATE = 300;
/** Titles stand in front, dates at both ends; so many pages of each end are read. */
const PAGES_READ = 24;

/** The routes. */
export const recordAidRoutes: WorkroomRoutes = (server, site, workroom) => {
  server.get("/api/record-rules", async (request) => {
    const { profiles, lists } = await workroom.recordRules(requestLanguage(request));
    const labels = { vi: fieldLabels(workroom, "vi"), en: fieldLabels(workroom, "en") };
    return { profiles: Object.fromEntries(profiles), lists: Object.fromEntries(lists), labels };
  });

  server.get("/api/dates", async (request) => {
    const { text } = queryOf(z.object({ text: z.string().max(LONGEST_DATE) }), request);
    return dateInWords(workroom, readDate(text), requestLanguage(request));
  });

  server.get<{ Params: { item: string } }>("/api/records/:item/proposals", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { fields } = await deskFor(workroom, item);
    const isNews = ({ field, value }: Pick<Proposal, "field" | "value">) =>
      canonicalJson(fields[field] ?? null) !== canonicalJson(value);
    const described = { titles: [], ...fields, shelfmark: item.shelfmark } as Described;
    const ofPages = openProposals(described, proposalsOf(await layersOf(workroom, item)));
    const told = ofPages.map(({ field, value, evidence }) => ({ field, value, evidence }));
    return { proposals: [...(await fromRegister(workroom, item)).filter(isNews), ...told] };
  });
};

/** What fields are called where their kind of document says nothing else. */
function fieldLabels({ phrase }: Workroom, language: Language): Readonly<Record<string, string>> {
  return Object.fromEntries([...DESK_FIELDS].map((field) => [field, phrase(language, `field.${field}`) ?? field]));
}

/** What the register said of the item when it arrived. */
async function fromRegister(workroom: Workroom, { id, shelfmark }: ItemRow) {
  const draft = await workroom.ledger.current(id, "record/draft");
  const record = draft && (await recordOfDigest(workroom, draft.digest));
  // Where the register has no title, the shelfmark stood in for it; some fields always hold something.
  const isSaid = ([field]: readonly [string, unknown]) =>
    field === "titles" ? record?.titles.some(({ text }) => text !== shelfmark) : field !== "language" && field !== "access";
  return Object.entries(deskFields(record))
    .filter(isSaid)
    .map(([field, value]) => ({
      field: field as Proposal["field"],
      value,
      evidence: [{ source: "register" as const, pages: [], text: "", confidence: 1 }],
    }));
}

async function layersOf({ ledger, cache }: Workroom, { id }: ItemRow): Promise<readonly (TextLayer | undefined)[]> {
  const pages = await ledger.pages(id);
  const isRead = (at: number) => at < PAGES_READ || at >= pages.length - PAGES_READ;
  return await Promise.all(
    pages.map(async (page, at) => {
      if (!isRead(at)) return undefined;
      const artifact = (await ledger.current(page.id, "text/reviewed")) ?? (await ledger.current(page.id, "text/machine"));
      if (!artifact) return undefined;
      const { success, data } = textLayerSchema.safeParse(JSON.parse(await readFile(await cache.file(artifact.digest), "utf8")));
      return success ? data : undefined;
    }),
  );
}

/** Every candidate with its reasons, and what contradicts, in the reader's words. */
function dateInWords({ phrase, explain }: Workroom, { asWritten, candidates, problems }: DateReading, language: Language) {
  const reasonText = ({ code, ...facts }: DateReason): string => {
    const kind = "by" in facts ? `-${facts.by}` : "doubt" in facts ? `-${facts.doubt}` : "";
    return phrase(language, `date.${code}${kind}`, yearsAsNames(facts)) ?? code;
  };
  return {
    candidates: candidates.map(({ reasons, ...each }) => ({ ...each, reasons: reasons.map(reasonText) })),
    problems: problems.map(({ code, ...facts }) => ({
      code,
      ...explain(language, code, { subject: asWritten, ...yearsAsNames(facts) }),
    })),
  };
}

/** Years are names, not amounts: 1801, never 1.801. */
function yearsAsNames(facts: object): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
}
