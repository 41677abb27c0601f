/**
 * `/api/records/:item`: the record desk. Saves are taken complete or not; whoever saves tells which version they saw, and what two
 * people changed differently comes back, and stays, as a conflict.
 */
import { z } from "zod";
import { DESK_FIELDS } from "../../../../catalogue/record-versions/desk-record.ts";
import { CAUSES } from "../../../../catalogue/record-versions/port.ts";
import { holds } from "../../../../catalogue/users/roles.ts";
import type { ReadFields } from "../../../../formats/record-remainder.ts";
import { InputError } from "../../../../pipeline/errors.ts";
import { requestLanguage } from "../../problem.ts";
import { accountOf, bodyOf, type WorkroomRoutes } from "../api.ts";
import { itemInSight, itemsInSight } from "../items-in-sight.ts";
import { answerSigned, deskFields, deskFor, judged } from "./desk.ts";
import { keepDesksWhileServing } from "./keep-desks.ts";
import { shownDesk } from "./shown-desk.ts";

const saveId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
const number = z.int().min(0);
const saveSchema = z.strictObject({
  saveId,
  base: number,
  changes: z.record(z.string(), z.unknown()),
  decides: z
    .array(z.strictObject({ number, field: z.string() }))
    .max(200)
    .default([]),
  cause: z.enum(CAUSES).extract(["typed", "decided", "proposal", "restored"]).default("typed"),
});
const copySchema = z.strictObject({ saveId, base: number, from: z.string().min(1).max(200) });

interface DeskAddress {
  readonly Params: { readonly item: string };
}

/** What belongs to the one item alone and is not copied to another. */
const OWN_FIELDS: ReadonlySet<string> = new Set(["identifiers", "missingLeaves", "divisions", "seals", "conditionNote"]);

/** The routes. */
export const recordRoutes: WorkroomRoutes = (server, site, workroom) => {
  const { recordVersions } = workroom;
  keepDesksWhileServing(server, site, workroom);

  server.get<DeskAddress>("/api/records/:item", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const desk = await deskFor(workroom, item);
    await answerSigned(workroom, item, desk);
    const { id, shelfmark, profile } = item;
    const { script, viewingDirection } = profile;
    const shown = await shownDesk(workroom, item, (await recordVersions.desk(id)) ?? desk, requestLanguage(request));
    return { item: { id, shelfmark, script, viewingDirection }, desk: shown };
  });

  server.post<DeskAddress>("/api/records/:item/saves", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { changes, ...save } = bodyOf(saveSchema, request);
    await deskFor(workroom, item);
    const saved = await recordVersions.save({
      ...save,
      itemId: item.id,
      changes: knownChanges(changes),
      agent: accountOf(request).name,
    });
    const { taken, conflicts } = saved;
    return {
      number: saved.number,
      taken,
      conflicts,
      desk: await shownDesk(workroom, item, saved.desk, requestLanguage(request)),
    };
  });

  server.post<DeskAddress>("/api/records/:item/copies", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { from, ...save } = bodyOf(copySchema, request);
    const seen = await itemsInSight(site, workroom, request);
    const other = seen.find((each) => each.item.id === from || each.item.shelfmark === from);
    if (!other || other.item.id === item.id) throw new InputError({ code: "DESK-COPY", subject: item.id, facts: { item: from } });
    const desk = await deskFor(workroom, item);
    const source = (await recordVersions.desk(other.item.id))?.fields ?? deskFields(other.record);
    // Only what is empty here is filled: a copy lays nothing over what somebody wrote.
    const free = Object.entries(source).filter(([field]) => !OWN_FIELDS.has(field) && desk.fields[field] === undefined);
    const saved = await recordVersions.save({
      ...save,
      itemId: item.id,
      changes: Object.fromEntries(free),
      cause: "copied",
      agent: accountOf(request).name,
    });
    return {
      number: saved.number,
      taken: saved.taken,
      desk: await shownDesk(workroom, item, saved.desk, requestLanguage(request)),
    };
  });

  server.post<DeskAddress>("/api/records/:item/signatures", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { number: version } = bodyOf(z.strictObject({ number }), request);
    const language = requestLanguage(request);
    const desk = await deskFor(workroom, item);
    const { issues, record } = await judged(workroom, item, desk, language);
    const count = issues.filter(({ level }) => level === "error").length;
    if (!record || count > 0) throw new InputError({ code: "DESK-INVALID", subject: item.id, facts: { count } });
    const role = request.visitor?.account.role;
    const approves = role !== undefined && holds(role, "approve");
    const signed = await recordVersions.sign(item.id, version, { agent: accountOf(request).name, approves });
    await answerSigned(workroom, item, signed);
    return { desk: await shownDesk(workroom, item, (await recordVersions.desk(item.id)) ?? signed, language) };
  });
};

/** Emptied texts, lists and values are no values. @throws {InputError} DESK-FIELD for a field that no desk has */
function knownChanges(changes: Readonly<Record<string, unknown>>): ReadFields {
  const strange = Object.keys(changes).find((field) => !DESK_FIELDS.has(field));
  if (strange !== undefined) throw new InputError({ code: "DESK-FIELD", facts: { field: strange.slice(0, 60) } });
  const isEmpty = (value: unknown) => value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(changes).map(([field, value]) => [field, isEmpty(value) ? undefined : value]));
}
