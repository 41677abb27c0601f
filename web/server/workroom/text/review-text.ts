/** Steps of the review, and the answer to the gate that follows from them: once for each corrected version, whoever dies meanwhile. */

import type { TextStep } from "../../../../catalogue/text/port.ts";
import { reviewedLayer } from "../../../../catalogue/text/reviewed-layer.ts";
import { answerGate } from "../../../../pipeline/answer-gate.ts";
import { InputError } from "../../../../pipeline/errors.ts";
import type { Profile } from "../../../../pipeline/profile.ts";
import type { PageText, TextState, TextVersion } from "../../../../pipeline/text-version.ts";
import { settleText } from "../../../../pipeline/text-version-settle.ts";
import { ApiProblem } from "../api.ts";
import type { Workroom } from "../workroom.ts";
import { openDesk, type PageDesk } from "./page-desk.ts";

/** True when another person than the one who corrected must approve before the text counts. */
export function needsSecondPerson(workroom: Workroom, profile: Profile): boolean {
  return profile.approvals?.[workroom.gates.textReview.name] === "two-persons";
}

/** A step as it comes from outside. */
export interface AskedStep {
  readonly step: TextStep["step"];
  readonly number: number;
}

/** Take a step; when it makes a version count, answer the gate with it. */
export async function takeStep(workroom: Workroom, desk: PageDesk, actor: string, asked: AskedStep): Promise<PageText> {
  const item = await workroom.ledger.item(desk.stands.itemId);
  if (!item) throw new InputError({ code: "PAGE-UNKNOWN", subject: desk.page });
  const isSecondPerson = needsSecondPerson(workroom, item.profile);
  const number = asked.step === "correct" ? await correctable(workroom, desk, actor, asked.number) : asked.number;
  const step: TextStep = asked.step === "approve" ? { step: "approve", number, isSecondPerson } : { step: asked.step, number };
  const stands = await workroom.texts.take(desk.page, actor, step);
  workroom.onPoint("text-corrected");
  await answerText(workroom, stands, isSecondPerson);
  return await workroom.texts.pageText(desk.page);
}

/** The version to be called corrected: where nobody has changed anything, the machine's reading as the person's own version 1. */
async function correctable(workroom: Workroom, desk: PageDesk, actor: string, number: number): Promise<number> {
  if (desk.isOfEarlierScan) throw new ApiProblem(409, "TEXT-OLD-SCAN");
  const broken = desk.content.columns.find(({ text }) => /[\r\n]/.test(text));
  if (broken) throw new InputError({ code: "TEXT-LINE-BREAK", subject: desk.page, facts: { column: broken.id } });
  if (number !== 0 || desk.latest) return number;
  const { page, content } = desk;
  const saved = await workroom.texts.save({
    page,
    base: 0,
    author: actor,
    saveId: `as-read-${content.from.text.slice(0, 32)}`,
    content,
  });
  return saved.outcome === "saved" ? saved.number : 0;
}

/** Answer the gate with the corrected version, where the policy lets it count and nobody has done or is doing it. */
export async function answerText(workroom: Workroom, stands: PageText, isSecondPerson: boolean): Promise<void> {
  const { page, correctedNumber: number } = stands;
  if (!counts(stands.state, isSecondPerson) || !(await workroom.texts.claimAnswer(page, number))) return;
  try {
    await settleText(workroom.store, workroom.texts, await workroom.texts.pageText(page));
    workroom.onPoint("text-settled");
    const version = await workroom.texts.version(page, number);
    if (version) await answer(workroom, stands, version);
    workroom.onPoint("text-answered");
    await workroom.texts.markAnswered(page, number);
  } catch (thrown) {
    await workroom.texts.releaseAnswer(page).catch(() => {});
    throw thrown;
  }
}

function counts(state: TextState, isSecondPerson: boolean): boolean {
  return state === "approved" || state === "locked" || (state === "corrected" && !isSecondPerson);
}

async function answer(workroom: Workroom, stands: PageText, version: TextVersion): Promise<void> {
  const desk = await openDesk(workroom, stands.page);
  // Scanned anew in this very moment: the text is kept, and waits for a person to lay it over the new picture.
  if (desk.isOfEarlierScan) return;
  // The newest text may be a later one by now; boxes of this one are moved by the same way.
  const content = desk.latest?.number === version.number ? desk.content : version.content;
  const { correctedBy: agent, approvedBy, itemId, page: subject } = stands;
  const value = reviewedLayer(content, desk.shown, agent);
  const note = approvedBy === "" ? {} : { note: `approved: ${approvedBy}` };
  await answerGate(workroom, [{ gate: workroom.gates.textReview, itemId, subject, value, agent, ...note }]);
}
