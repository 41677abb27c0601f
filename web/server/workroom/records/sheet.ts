/** `/api/records/:item/sheet.xlsx`: the record as a spreadsheet, and back again by the rules of `sohoa record import`. */
import { randomUUID } from "node:crypto";
import { type JudgedCatalogue, type JudgedFile, judgeFile } from "../../../../catalogue/record/judge-file.ts";
import type { Saved } from "../../../../catalogue/record-versions/port.ts";
import { recordsInFile } from "../../../../formats/record-file.ts";
import { recordSheet } from "../../../../formats/record-sheet.ts";
import { workbook } from "../../../../formats/record-workbook.ts";
import { safeFileName } from "../../../../formats/safe-file-name.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import { type ItemRecord, recordSchema } from "../../../../pipeline/record.ts";
import { recordOfDigest } from "../../../../pipeline/stored-record.ts";
import type { Language } from "../../language.ts";
import { requestLanguage } from "../../problem.ts";
import { ApiProblem, accountOf, type WorkroomRoutes } from "../api.ts";
import { itemInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import { deskFields, deskFor, judged } from "./desk.ts";
import { shownDesk } from "./shown-desk.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const LARGEST_BYTES = 8 * 2 ** 20;
/** An export names the version of the desk that it was made of. */
const OF_VERSION = /^desk:(\d{1,9})$/;

interface ItemAddress {
  readonly Params: { readonly item: string };
}

/** The routes. */
export const recordSheetRoutes: WorkroomRoutes = (server, site, workroom) => {
  server.get<ItemAddress>("/api/records/:item/sheet.xlsx", async (request, reply) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const language = requestLanguage(request);
    const desk = await deskFor(workroom, item);
    const { record, issues } = await judged(workroom, item, desk, language);
    const count = issues.filter(({ level }) => level === "error").length;
    if (!record) throw new ApiProblem(422, "DESK-INVALID", { count });
    const { terms } = await workroom.recordRules(language);
    const { rows, problems } = recordSheet([{ record, origin: { base: `desk:${desk.number}` } }], terms);
    const [problem] = problems;
    if (problem) throw new ApiProblem(422, problem.code, problem.facts);
    const name = `${safeFileName(item.id)}.xlsx`;
    return reply
      .type(XLSX)
      .header("content-disposition", `attachment; filename="${name.replace(/[^\w.-]/g, "_")}"`)
      .send(await workbook(rows));
  });

  void server.register(async (scope) => {
    scope.addContentTypeParser(XLSX, { parseAs: "buffer", bodyLimit: LARGEST_BYTES }, (_request, body, done) => done(null, body));
    scope.post<ItemAddress>("/api/records/:item/sheet", { bodyLimit: LARGEST_BYTES }, async (request) => {
      const { item } = await itemInSight(site, workroom, request, request.params.item);
      const language = requestLanguage(request);
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const desk = await deskFor(workroom, item);
      const rules = await workroom.recordRules(language);
      const file = await judgeFile(catalogueOf(workroom, item, desk.fields), rules, bytes, { prefer: "file" });
      const [read] = file.judged.filter(({ item: each }) => each?.id === item.id);
      const problems = problemsOf(workroom, file, language);
      if (!read?.record)
        return { outcome: "rejected", taken: [], problems, desk: await shownDesk(workroom, item, desk, language) };
      const incoming = deskFields(read.record);
      const exported = await baseOf(workroom, item, bytes, rules);
      const saved = await workroom.recordVersions.save({
        itemId: item.id,
        saveId: `sheet-${randomUUID()}`,
        base: desk.number,
        ...(exported ? { on: exported } : {}),
        changes: Object.fromEntries(
          [...read.changed, ...read.conflicts.map(({ field }) => field)].map((field) => [field, incoming[field]]),
        ),
        cause: "imported",
        agent: accountOf(request).name,
      });
      const outcome = outcomeOf(saved, desk.number);
      return { outcome, taken: saved.taken, problems, desk: await shownDesk(workroom, item, saved.desk, language) };
    });
  });
};

function outcomeOf({ conflicts, number }: Saved, before: number): "conflict" | "new" | "unchanged" {
  if (conflicts.length > 0) return "conflict";
  return number > before ? "new" : "unchanged";
}

/** Everything wrong with the file, in the reader's words. */
function problemsOf({ phrase, explain }: Workroom, { unread, judged: read }: JudgedFile, language: Language) {
  return [...unread, ...read.flatMap((each) => each.problems)].map(({ code, facts }) => {
    const { field } = facts;
    const named = typeof field === "string" ? (phrase(language, `field.${field}`) ?? field) : "";
    return { code, ...explain(language, code, { ...facts, field: named }) };
  });
}

type Rules = Awaited<ReturnType<Workroom["recordRules"]>>;

/** What the file was exported from, where it is an export of this desk: conflicts are found against that. */
async function baseOf(workroom: Workroom, item: ItemRow, bytes: Buffer, { terms }: Rules) {
  const { records } = await recordsInFile(bytes, terms);
  const base = records.find(({ fields }) => fields["shelfmark"] === item.shelfmark)?.base;
  const [, version] = OF_VERSION.exec(base ?? "") ?? [];
  if (version !== undefined) return await workroom.recordVersions.fieldsAt(item.id, Number(version));
  const record = base === undefined ? undefined : await recordOfDigest(workroom, base);
  return record && deskFields(record);
}

function catalogueOf(workroom: Workroom, item: ItemRow, fields: Readonly<Record<string, unknown>>): JudgedCatalogue {
  const asRecord = (each: Readonly<Record<string, unknown>> | undefined): ItemRecord | undefined =>
    each && recordSchema.safeParse({ v: 1, ...each, shelfmark: item.shelfmark }).data;
  return {
    items: async () => [item],
    recordOf: async () => {
      const record = asRecord(fields);
      return record && { record, isDraft: false };
    },
    exported: async (base) => {
      const [, version] = OF_VERSION.exec(base) ?? [];
      if (version === undefined) return await recordOfDigest(workroom, base);
      return asRecord(await workroom.recordVersions.fieldsAt(item.id, Number(version)));
    },
    pageCount: async () => (await workroom.ledger.pages(item.id)).length || undefined,
  };
}
