/** Everything about the text of one page as it is opened: what is worked on, what was read, and whether there is something newer. */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { beginText } from "../../../../catalogue/text/begin-text.ts";
import { PageLineage } from "../../../../catalogue/text/page-lineage.ts";
import type { Digest, Role } from "../../../../pipeline/artifact.ts";
import { type CleanupReport, cleanupReportSchema } from "../../../../pipeline/cleanup-report.ts";
import type { SubjectId } from "../../../../pipeline/ledger-rows.ts";
import { type TextLayer, textLayerSchema } from "../../../../pipeline/text-layer.ts";
import type { PageText, TextOrigin, TextVersion, WorkingText } from "../../../../pipeline/text-version.ts";
import { moveText } from "../../../../pipeline/text-version-move.ts";
import { ApiProblem } from "../api.ts";
import type { Workroom } from "../workroom.ts";

/** What a page has, and what its texts are about. */
export interface PageDesk {
  readonly page: SubjectId;
  readonly stands: PageText;
  readonly current: ReadonlyMap<Role, Digest>;
  readonly lineage: PageLineage;
  /** The version that the page shows; undefined: nobody has saved one. */
  readonly latest: TextVersion | undefined;
  /** Its text, or what a person would begin from, with boxes in pixels of the picture that is current where that is possible. */
  readonly content: WorkingText;
  /** True when the page was scanned anew after the text was written: its boxes are those of the former picture. */
  readonly isOfEarlierScan: boolean;
  /** The reading with the places, doubts and alternatives of characters that the text began from; in the same pixels. */
  readonly shown: TextLayer;
}

/** Open a page. @throws {ApiProblem} 409 TEXT-UNREAD when there is nothing to correct yet */
export async function openDesk(workroom: Workroom, page: SubjectId): Promise<PageDesk> {
  const { ledger, texts } = workroom;
  const [stands, rows, events, latest] = await Promise.all([
    texts.pageText(page),
    ledger.currentOf([page]),
    ledger.eventsOf(page),
    texts.latest(page),
  ]);
  const current = new Map(rows.map(({ role, artifact }) => [role, artifact.digest]));
  const lineage = new PageLineage(events);
  const written = latest?.content ?? (await beginning(workroom, current, lineage));
  const place = placeOf(current, lineage, written.from);
  const content = await inCurrentPixels(workroom, current, written, place);
  const shownOrigin = readingOf(current, lineage, written.from);
  const shown = await readLayer(workroom, shownOrigin.text);
  const shownPlace = placeOf(current, lineage, shownOrigin);
  return {
    ...{ page, stands, current, lineage, latest, content },
    isOfEarlierScan: place === "earlier-scan",
    shown: await layerInCurrentPixels(workroom, current, shown, shownOrigin, shownPlace),
  };
}

/** What somebody begins from who is the first at the page. */
async function beginning(workroom: Workroom, current: ReadonlyMap<Role, Digest>, lineage: PageLineage): Promise<WorkingText> {
  for (const role of ["text/reviewed", "text/machine"] as const) {
    const text = current.get(role);
    if (text === undefined) continue;
    const picture = lineage.pictureOf(text) ?? current.get("report/cleanup") ?? null;
    return beginText(await readLayer(workroom, text), { role, text, picture });
  }
  throw new ApiProblem(409, "TEXT-UNREAD");
}

/** Where boxes lie: in the current picture, in an earlier picture of the same scan, in that of an earlier scan. */
type Place = "current" | "earlier-cleaning" | "earlier-scan";

function placeOf(current: ReadonlyMap<Role, Digest>, lineage: PageLineage, { text, picture }: TextOrigin): Place {
  const now = current.get("report/cleanup");
  if (picture === null || now === undefined || picture === now) {
    return isOfOtherScan(current, lineage, text) ? "earlier-scan" : "current";
  }
  // A digest that came from outside and is none of the page's is not followed.
  if (!lineage.hasMade(picture)) return "current";
  return isOfOtherScan(current, lineage, picture) ? "earlier-scan" : "earlier-cleaning";
}

/** True when the events say that it was made of another master than the page has now. */
function isOfOtherScan(current: ReadonlyMap<Role, Digest>, lineage: PageLineage, made: Digest): boolean {
  const master = lineage.ancestor(made, "image/master");
  return master !== undefined && master !== current.get("image/master");
}

async function inCurrentPixels(
  workroom: Workroom,
  current: ReadonlyMap<Role, Digest>,
  text: WorkingText,
  place: Place,
): Promise<WorkingText> {
  const now = current.get("report/cleanup");
  if (place !== "earlier-cleaning" || now === undefined || text.from.picture === null) return text;
  return moveText(text, await readCleanup(workroom, text.from.picture), await readCleanup(workroom, now), now);
}

async function layerInCurrentPixels(
  workroom: Workroom,
  current: ReadonlyMap<Role, Digest>,
  layer: TextLayer,
  from: TextOrigin,
  place: Place,
): Promise<TextLayer> {
  const now = current.get("report/cleanup");
  if (place !== "earlier-cleaning" || now === undefined || from.picture === null) return layer;
  return moveLayer(layer, await readCleanup(workroom, from.picture), await readCleanup(workroom, now));
}

/** A layer's boxes go the way of a text's: lines and characters are put through it as columns. */
function moveLayer(layer: TextLayer, old: CleanupReport, now: CleanupReport): TextLayer {
  const moved = (boxes: readonly { readonly box: TextLayer["lines"][number]["box"] }[]) =>
    moveText(
      {
        ...{ v: 1, width: layer.width, height: layer.height, script: layer.script, writingMode: layer.writingMode },
        from: { role: "text/machine", text: "", picture: null },
        columns: boxes.map(({ box }, at) => ({ id: String(at), kind: "body", box, text: "" })),
      },
      old,
      now,
      "",
    ).columns;
  const lines = moved(layer.lines);
  return {
    ...layer,
    width: now.clean.width,
    height: now.clean.height,
    lines: layer.lines.map((line, at) => {
      const characters = moved(line.characters);
      return {
        ...line,
        box: lines[at]?.box ?? line.box,
        characters: line.characters.map((each, place) => ({ ...each, box: characters[place]?.box ?? each.box })),
      };
    }),
  };
}

/** The machine's reading behind a text: where a person began from an earlier review, what that review was shown. */
function readingOf(current: ReadonlyMap<Role, Digest>, lineage: PageLineage, from: TextOrigin): TextOrigin {
  const isOurs = from.text === current.get(from.role) || lineage.hasMade(from.text);
  const read = from.role === "text/machine" && isOurs ? from.text : lineage.ancestor(from.text, "text/machine");
  const text = read ?? current.get("text/machine") ?? (isOurs ? from.text : undefined);
  if (text === undefined) throw new ApiProblem(409, "TEXT-UNREAD");
  if (text === from.text) return from;
  return { role: "text/machine", text, picture: lineage.pictureOf(text) ?? current.get("report/cleanup") ?? null };
}

/** A layer of the store. */
export async function readLayer(workroom: Workroom, digest: Digest): Promise<TextLayer> {
  return await readObject(workroom, digest, textLayerSchema);
}

/** A report of the store. */
export async function readCleanup(workroom: Workroom, digest: Digest): Promise<CleanupReport> {
  return await readObject(workroom, digest, cleanupReportSchema);
}

/** A value of the store. */
export async function readObject<S extends z.ZodType>(workroom: Workroom, digest: Digest, schema: S): Promise<z.output<S>> {
  return schema.parse(JSON.parse(await readFile(await workroom.cache.file(digest), "utf8")));
}
