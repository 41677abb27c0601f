/**
 * `/api/pages/:page/text`: the text of a page while it is corrected.
 *
 * - `GET` opens the page; `PUT { base, saveId, content }` keeps a text and always says what became of it: saved, or kept aside
 *   because somebody was first (`conflict`) or the page is closed (`closed`); the same `saveId` again gives the same answer;
 * - `POST …/steps { step, number }` takes a step of the review: `correct`, `approve`, `lock`, `reopen`;
 * - `GET …/versions?before=` and `…/versions/:number`, `GET …/diff?from=&to=`: history; number 0 is the machine's reading;
 * - `POST …/presence { client, takeOver }` gives a sign of life, `POST …/leave { client }` takes it back;
 * - `GET …/proposal`: what was read anew beside the correction.
 */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { beginText } from "../../../../catalogue/text/begin-text.ts";
import { holds } from "../../../../catalogue/users/roles.ts";
import { readingsOf } from "../../../../hannom/readings.ts";
import { layoutSchema } from "../../../../pipeline/layout.ts";
import type { WorkingText } from "../../../../pipeline/text-version.ts";
import { diffTexts } from "../../../../pipeline/text-version-diff.ts";
import { workingTextSchema } from "../../../../pipeline/text-version-schema.ts";
import { ApiProblem, accountOf, bodyOf, notFound, queryOf, type WorkroomRoutes } from "../api.ts";
import { pageInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import { openDesk, readLayer, readObject } from "./page-desk.ts";
import { proposalFor } from "./proposal.ts";
import { needsSecondPerson, takeStep } from "./review-text.ts";

/** 200,000 characters, each written as two escaped surrogates in JSON, and their columns. */
const SAVE_BYTES = 6 * 2 ** 20;
const HISTORY_PIECE = 200;

const name = z.string().regex(/^[\w.-]{8,100}$/);
const number = z.coerce.number().int().min(0).max(1e9);
const saveSchema = z.strictObject({ base: z.int().min(0), saveId: name, content: workingTextSchema });
const stepSchema = z.strictObject({ step: z.enum(["correct", "approve", "lock", "reopen"]), number: z.int().min(0).default(0) });
const beatSchema = z.strictObject({ client: name, takeOver: z.boolean().default(false) });
const leaveSchema = z.strictObject({ client: name });
const historySchema = z.object({ before: number.optional(), limit: number.max(HISTORY_PIECE).default(50) });
const diffSchema = z.object({ from: number, to: number });
const clientSchema = z.object({ client: z.string().max(100).optional() });

interface Address {
  readonly Params: { readonly page: string; readonly number: string };
}

/** The routes. */
export const textRoutes: WorkroomRoutes = (server, site, workroom) => {
  const { texts } = workroom;
  const seen = (request: FastifyRequest<Address>) => pageInSight(site, workroom, request, request.params.page);

  server.get<Address>("/api/pages/:page/text", async (request) => {
    const { page, item } = await seen(request);
    const desk = await openDesk(workroom, page.id);
    const [pages, presence, proposal] = await Promise.all([
      workroom.ledger.pages(item.id),
      texts.presence(page.id, queryOf(clientSchema, request).client),
      proposalFor(workroom, desk),
    ]);
    const at = pages.findIndex(({ id }) => id === page.id);
    const { content, shown, isOfEarlierScan, latest, stands } = desk;
    return {
      ...{ page: page.id, item: item.id, shelfmark: item.shelfmark, label: page.label, sequence: page.sequence },
      ...{ previous: pages[at - 1]?.id ?? null, next: pages[at + 1]?.id ?? null },
      ...{ state: stands.state, correctedBy: stands.correctedBy, approvedBy: stands.approvedBy },
      ...{ number: latest?.number ?? 0, author: latest?.author ?? null, savedAt: latest?.savedAt ?? null },
      ...{ content, shown, isOfEarlierScan, proposal: proposal ?? null, presence },
      layout: await layoutOf(workroom, desk.current.get("layout/columns")),
      readings: readingsIn(
        content,
        shown.lines.flatMap(({ characters }) => characters),
      ),
      needsSecondPerson: needsSecondPerson(workroom, item.profile),
    };
  });

  server.put<Address>("/api/pages/:page/text", { bodyLimit: SAVE_BYTES }, async (request) => {
    const { page } = await seen(request);
    const save = bodyOf(saveSchema, request);
    workroom.onPoint("text-saving");
    const outcome = await texts.save({ ...save, page: page.id, author: accountOf(request).name });
    workroom.onPoint("text-saved");
    return outcome;
  });

  server.post<Address>("/api/pages/:page/text/steps", async (request) => {
    const { page } = await seen(request);
    const asked = bodyOf(stepSchema, request);
    const isApproving = asked.step === "approve" || asked.step === "lock";
    const { state } = await texts.pageText(page.id);
    const isReopening = asked.step === "reopen" && (state === "approved" || state === "locked");
    if ((isApproving || isReopening) && !holds(request.visitor?.account.role ?? "reader", "approve")) {
      throw new ApiProblem(403, "TEXT-NOT-REVIEWER");
    }
    return await takeStep(workroom, await openDesk(workroom, page.id), accountOf(request).name, asked);
  });

  server.post<Address>("/api/pages/:page/text/presence", async (request) => {
    const { page } = await seen(request);
    return await texts.beat({ ...bodyOf(beatSchema, request), page: page.id, account: accountOf(request).name });
  });

  server.post<Address>("/api/pages/:page/text/leave", async (request) => {
    const { page } = await seen(request);
    await texts.leave(page.id, bodyOf(leaveSchema, request).client);
    return {};
  });

  server.get<Address>("/api/pages/:page/text/versions", async (request) => {
    const { page } = await seen(request);
    const { before, limit } = queryOf(historySchema, request);
    return { versions: await texts.history(page.id, { limit, ...(before === undefined ? {} : { before }) }) };
  });

  server.get<Address>("/api/pages/:page/text/versions/:number", async (request) => {
    const { page } = await seen(request);
    const asked = number.safeParse(request.params.number);
    const version = asked.success && asked.data > 0 ? await texts.version(page.id, asked.data) : undefined;
    if (version) return version;
    if (!asked.success || asked.data !== 0) throw notFound();
    return {
      number: 0,
      parent: 0,
      author: "",
      savedAt: "",
      saveId: "",
      digest: "",
      isAside: false,
      content: await asRead(workroom, page.id),
    };
  });

  server.get<Address>("/api/pages/:page/text/diff", async (request) => {
    const { page } = await seen(request);
    const { from, to } = queryOf(diffSchema, request);
    const contentOf = async (wanted: number): Promise<WorkingText> => {
      if (wanted === 0) return await asRead(workroom, page.id);
      const version = await texts.version(page.id, wanted);
      if (!version) throw notFound();
      return version.content;
    };
    return { from, to, ...diffTexts(await contentOf(from), await contentOf(to)) };
  });

  server.get<Address>("/api/pages/:page/text/proposal", async (request) => {
    const { page } = await seen(request);
    return { proposal: (await proposalFor(workroom, await openDesk(workroom, page.id))) ?? null };
  });
};

/** Version 0: what stood on the screen before anybody wrote. A text that comes from outside names nothing but the page's own. */
async function asRead(workroom: Workroom, page: string): Promise<WorkingText> {
  const first = await workroom.texts.version(page, 1);
  const desk = await openDesk(workroom, page);
  const from = first?.content.from;
  const isOurs = from !== undefined && (desk.lineage.hasMade(from.text) || [...desk.current.values()].includes(from.text));
  if (isOurs) return beginText(await readLayer(workroom, from.text), from);
  return first ? beginText(desk.shown, first.content.from) : desk.content;
}

async function layoutOf(workroom: Workroom, digest: string | undefined) {
  return digest === undefined ? null : await readObject(workroom, digest, layoutSchema);
}

/** Hints how the characters on the page, and those that they may be instead, are read in Quốc ngữ. */
function readingsIn(
  { columns, script }: WorkingText,
  characters: readonly { readonly text: string; readonly alternatives: readonly { readonly text: string }[] }[],
): Readonly<Record<string, readonly string[]>> {
  if (script !== "han-nom") return {};
  const alternatives = characters.flatMap(({ text, alternatives: others }) => [text, ...others.map((other) => other.text)]);
  const all = new Set([...columns.flatMap(({ text }) => [...text]), ...alternatives]);
  return Object.fromEntries(
    [...all].map((each) => [each, readingsOf(each)] as const).filter(([, readings]) => readings.length > 0),
  );
}
