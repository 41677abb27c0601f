/**
 * What people wish for pictures of pages, and `POST /api/pages/:page/treatment`: the page's rectangle drawn by hand, the original as
 * it is, or back to what was measured. A wish is a person's answer to a gate; what depends on it is made again by the plan.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { answerGate } from "../../../../pipeline/answer-gate.ts";
import type { Digest } from "../../../../pipeline/artifact.ts";
import type { Size } from "../../../../pipeline/geometry.ts";
import { type PageFrame, type PageTreatment, pageTreatmentSchema } from "../../../../pipeline/page-treatment.ts";
import { type QualityReport, qualityReportSchema } from "../../../../pipeline/quality-report.ts";
import { ApiProblem, accountOf, bodyOf, type WorkroomRoutes } from "../api.ts";
import { pageInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";

/** A page is no smaller than a stamp: what is drawn smaller was drawn by a slip of the hand. */
const LEAST_SIDE = 32;

const whole = z.int().min(0).max(200_000);
const frame = z.strictObject({ x: whole, y: whole, width: whole, height: whole });
const master = z.string().regex(/^[0-9a-f]{64}$/);
const wishSchema = z.discriminatedUnion("kind", [
  z.strictObject({ master, kind: z.literal("measured") }),
  z.strictObject({ master, kind: z.literal("original") }),
  z.strictObject({ master, kind: z.literal("framed"), frame }),
]);

/** The wishes that count, by page: about the master that is there, and not taken back. */
export async function treatmentsOf(
  { ledger, cache }: Workroom,
  itemId: string,
): Promise<ReadonlyMap<string, Exclude<PageTreatment, { kind: "measured" }>>> {
  const rows = await ledger.currentOfItem(itemId, ["page/treatment", "image/master"]);
  const masters = new Map(rows.filter(({ role }) => role === "image/master").map((row) => [row.subject, row.artifact.digest]));
  const found = new Map<string, Exclude<PageTreatment, { kind: "measured" }>>();
  for (const { subject, role, artifact } of rows) {
    if (role !== "page/treatment") continue;
    const wish = await readWish(await cache.file(artifact.digest));
    if (wish.kind !== "measured" && wish.master === masters.get(subject)) found.set(subject, wish);
  }
  return found;
}

async function readWish(path: string): Promise<PageTreatment> {
  return pageTreatmentSchema.parse(JSON.parse(await readFile(path, "utf8")));
}

/** The route. */
export const treatmentRoutes: WorkroomRoutes = (server, site, workroom) => {
  server.post<{ Params: { page: string } }>("/api/pages/:page/treatment", async (request) => {
    const { page, item } = await pageInSight(site, workroom, request, request.params.page);
    const wish = bodyOf(wishSchema, request);
    const report = await reportOf(workroom, page.id, wish.master, page.sourceName);
    const value: PageTreatment =
      wish.kind === "framed" ? { v: 1, ...wish, frame: inside(wish.frame, uprightSize(report)) } : { v: 1, ...wish };
    const { name: agent } = accountOf(request);
    const gate = workroom.gates.pictureTreatment;
    const { answered } = await answerGate(workroom, [{ gate, itemId: item.id, subject: page.id, value, agent }]);
    const { x, y, width, height } = value.kind === "framed" ? value.frame : { x: 0, y: 0, width: 0, height: 0 };
    const drawn: Readonly<Record<string, string>> = value.kind === "framed" ? { frame: `${x},${y},${width},${height}` } : {};
    if (answered > 0)
      await workroom.users.note({
        actor: agent,
        action: "picture-treated",
        subject: page.id,
        facts: { kind: value.kind, ...drawn },
      });
    return { answered };
  });
};

/** What was measured on the picture that the wish is about. @throws {ApiProblem} 409 when it is not there, or is another by now */
async function reportOf({ ledger, cache }: Workroom, page: string, wished: Digest, name: string): Promise<QualityReport> {
  const [current, report] = [await ledger.current(page, "image/master"), await ledger.current(page, "report/quality")];
  if (current?.digest !== wished) throw new ApiProblem(409, "VERDICT-STALE", { subject: name });
  if (!report) throw new ApiProblem(409, "PICTURE-UNMEASURED", { subject: name });
  return qualityReportSchema.parse(JSON.parse(await readFile(await cache.file(report.digest), "utf8")));
}

function uprightSize({ width, height, orientation }: QualityReport): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

/** As far as it lies on the picture. @throws {ApiProblem} 422 when hardly anything does */
function inside({ x, y, width, height }: PageFrame, picture: Size): PageFrame {
  const [right, bottom] = [Math.min(x + width, picture.width), Math.min(y + height, picture.height)];
  if (right - x < LEAST_SIDE || bottom - y < LEAST_SIDE) throw new ApiProblem(422, "FRAME-SMALL", { least: LEAST_SIDE });
  return { x, y, width: right - x, height: bottom - y };
}
