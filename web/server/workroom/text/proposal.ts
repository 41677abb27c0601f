/** What came after a person's text: another reading, another scan, a review by other means. Offered, never taken by itself. */
import { beginText } from "../../../../catalogue/text/begin-text.ts";
import type { Digest } from "../../../../pipeline/artifact.ts";
import type { WorkingText } from "../../../../pipeline/text-version.ts";
import { type ColumnPair, matchByPlace } from "../../../../pipeline/text-version-match.ts";
import { moveText } from "../../../../pipeline/text-version-move.ts";
import type { Workroom } from "../workroom.ts";
import { type PageDesk, readCleanup, readLayer } from "./page-desk.ts";

/** A text beside the one on the desk. */
export interface Proposal {
  /** read-again: of the same scan; scanned-again: of a new one; reviewed-elsewhere: a person answered the gate by other means. */
  readonly reason: "read-again" | "scanned-again" | "reviewed-elsewhere";
  readonly digest: Digest;
  readonly content: WorkingText;
  /** Columns of both by place; of a new scan by their order alone, the pictures have no pixel in common. */
  readonly pairs: readonly ColumnPair[];
}

/** What there is to offer; undefined when the text on the desk is about the newest there is. */
export async function proposalFor(workroom: Workroom, desk: PageDesk): Promise<Proposal | undefined> {
  // Nobody has written anything yet: the desk shows the newest itself.
  if (!desk.latest) return undefined;
  const elsewhere = await reviewedElsewhere(workroom, desk);
  const machine = desk.current.get("text/machine");
  const known =
    desk.content.from.role === "text/machine"
      ? desk.content.from.text
      : desk.lineage.ancestor(desk.content.from.text, "text/machine");
  const digest = elsewhere ?? (machine === known ? undefined : machine);
  if (digest === undefined) return undefined;
  const content = await contentOf(workroom, desk, digest, elsewhere === undefined ? "text/machine" : "text/reviewed");
  const isOfNewScan = desk.isOfEarlierScan;
  const reason = elsewhere !== undefined ? "reviewed-elsewhere" : isOfNewScan ? "scanned-again" : "read-again";
  const pairs = isOfNewScan ? matchByOrder(desk.content, content) : matchByPlace(desk.content.columns, content.columns);
  return { reason, digest, content, pairs };
}

async function contentOf(
  workroom: Workroom,
  { lineage, current }: PageDesk,
  text: Digest,
  role: "text/machine" | "text/reviewed",
): Promise<WorkingText> {
  const now = current.get("report/cleanup") ?? null;
  const picture = lineage.pictureOf(text) ?? now;
  const content = beginText(await readLayer(workroom, text), { role, text, picture });
  if (picture === now || picture === null || now === null) return content;
  const isOfThisScan = lineage.ancestor(picture, "image/master") === current.get("image/master");
  return isOfThisScan ? moveText(content, await readCleanup(workroom, picture), await readCleanup(workroom, now), now) : content;
}

/** The review that counts, where it is neither what this text began from nor an answer with one of its versions. */
async function reviewedElsewhere(workroom: Workroom, { page, current, content, stands }: PageDesk): Promise<Digest | undefined> {
  const reviewed = current.get("text/reviewed");
  if (reviewed === undefined || reviewed === content.from.text) return undefined;
  const answered = await workroom.texts.version(page, stands.answeredNumber || stands.correctedNumber);
  if (!answered) return reviewed;
  const layer = await readLayer(workroom, reviewed);
  const isOurs = answered.content.columns.every(
    ({ id, text }, at) => layer.lines[at]?.id === id && layer.lines[at]?.text === text,
  );
  return isOurs && layer.lines.length === answered.content.columns.length ? undefined : reviewed;
}

/** Column beside column of the same kind, in reading order. */
function matchByOrder(mine: WorkingText, proposed: WorkingText): readonly ColumnPair[] {
  const free = [...proposed.columns];
  const pairs: ColumnPair[] = mine.columns.map(({ id, kind }) => {
    const at = free.findIndex((column) => column.kind === kind);
    const [found] = at < 0 ? [] : free.splice(at, 1);
    return { mine: id, proposed: found?.id, overlap: 0 };
  });
  return [...pairs, ...free.map(({ id }) => ({ mine: undefined, proposed: id, overlap: 0 }))];
}
