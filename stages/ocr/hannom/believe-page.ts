/**
 * Which columns of a page hold text at all. A network answers whatever it is shown; stains, remnants of rules, seals and
 * the writing of the other side must not become text. Nothing is believed of a column that
 * - reads better in a mirror: it shines through from the other side;
 * - is read by mere guessing, or with doubts where layout doubts that there is a line: lines of a map, spots of a photograph;
 * - is not read surely by itself, on a page that leaves most of the length of its columns unread: strokes that shine
 *   through look like a character here and there, while even a pale page of writing is read all along its columns;
 * and nothing of a page that mostly reads better in a mirror, on which no more than bare strokes is read (those are pieces
 * of rules and frames), or of which no more is left than a doubtful character or two: a stain looks like one.
 */
import type { InkedColumn, Sight } from "./look-at-column.ts";
import type { Look } from "./look-at-page.ts";
import type { Model } from "./model-description.ts";

/** Mean certainty below which a column is held to a mirror. */
const DOUBTFUL = 0.6;
/** How much surer the mirror image must be. */
const MIRROR_GAIN = 0.08;
/** Share of the columns in a mirror from which on the whole page is the other side's. */
const OTHER_SIDE_SHARE = 0.3;
/** Mean certainty below which a reading is guessing. */
const GUESSING = 0.22;
/** Confidence of layout below which a column is likely none, and the mean certainty that its reading must have at least. */
const LIKELY_NO_LINE = 0.35;
const READ_ALL_THE_SAME = 0.6;
/**
 * Certainty for each place for a character, over the page, below which a page is mostly unread. Measured: at most 0.26 on
 * leaves through which the other side shows, at least 0.45 on real pages, old manuscripts among them.
 */
const MOSTLY_UNREAD = 1 / 3;
/** Characters, and their mean certainty, from which on a column is text whatever the rest of the page is: a caption. */
const CAPTION_CHARACTERS = 3;
const CAPTION_CERTAINTY = 0.8;
/** Mean certainty from which on fewer characters than a caption's are believed when they stand alone on a page. */
const LONE_CERTAINTY = 0.9;
/** Certainty from which on a character speaks for text. */
const LIKELY = 0.5;
/** Characters that a piece of a rule is read as. */
const BARE_STROKES = new Set(["一", "二", "三", "丨", "丶", "丿", "亅", "乙", "十", "卜", "〡", "工", "王"]);

const NOTHING_SEEN: Sight = { spans: [], middles: [], stretch: 1 };

/** The sights, those of columns without text empty. @throws what `look` throws. */
export async function believePage(
  columns: readonly InkedColumn[],
  sights: readonly Sight[],
  model: Model,
  look: Look,
): Promise<readonly Sight[]> {
  const isMirrored: boolean[] = [];
  for (const [i, sight] of sights.entries()) isMirrored.push(await isSurerInMirror(columns[i] as InkedColumn, sight, look));
  const likely = sights.map((sight, i) => (isMirrored[i] || isGuess(columns[i] as InkedColumn, sight) ? NOTHING_SEEN : sight));
  const believed = isMostlyUnread(columns, sights, likely)
    ? likely.map((each) => (isCaption(each) ? each : NOTHING_SEEN))
    : likely;
  const isBare = (classIndex: number) => BARE_STROKES.has(model.characters[classIndex] as string);
  const speaking = believed
    .flatMap((sight) => sight.spans)
    .filter((span) => span.certainty >= LIKELY && !isBare(span.classIndex));
  const seen = sights.filter((sight) => sight.spans.length > 0);
  const isOtherSide = isMirrored.filter(Boolean).length > OTHER_SIDE_SHARE * seen.length;
  return speaking.length === 0 || isOtherSide || isLoneDoubt(believed) ? believed.map(() => NOTHING_SEEN) : believed;
}

function isLoneDoubt(believed: readonly Sight[]): boolean {
  const spans = believed.flatMap((sight) => sight.spans);
  return spans.length < CAPTION_CHARACTERS && meanCertainty({ spans }) < LONE_CERTAINTY;
}

function isGuess({ picture }: InkedColumn, sight: Sight): boolean {
  const doubt = Math.max(0, 1 - (picture.lineConfidence ?? 1) / LIKELY_NO_LINE);
  return meanCertainty(sight) < (doubt === 0 ? GUESSING : READ_ALL_THE_SAME + 0.3 * doubt);
}

/** Columns that layout doubts count only where they are read: a map is full of them. */
function isMostlyUnread(columns: readonly InkedColumn[], sights: readonly Sight[], likely: readonly Sight[]): boolean {
  let [certainty, places] = [0, 0];
  for (const [i, { picture }] of columns.entries()) {
    if ((picture.lineConfidence ?? 1) < LIKELY_NO_LINE && likely[i]?.spans.length === 0) continue;
    for (const span of sights[i]?.spans ?? []) certainty += span.certainty;
    places += Math.max(1, picture.height / (picture.usualBreadthPixels ?? picture.width));
  }
  return certainty < MOSTLY_UNREAD * places;
}

function isCaption(sight: Sight): boolean {
  return sight.spans.length >= CAPTION_CHARACTERS && meanCertainty(sight) >= CAPTION_CERTAINTY;
}

async function isSurerInMirror(column: InkedColumn, sight: Sight, look: Look): Promise<boolean> {
  const certainty = meanCertainty(sight);
  if (sight.spans.length === 0 || certainty >= DOUBTFUL) return false;
  return meanCertainty(await look(inMirror(column), sight.stretch)) >= certainty + MIRROR_GAIN;
}

function meanCertainty({ spans }: Pick<Sight, "spans">): number {
  return spans.length === 0 ? 0 : spans.reduce((sum, span) => sum + span.certainty, 0) / spans.length;
}

/** The column with left and right exchanged. */
export function inMirror({ picture, ink }: InkedColumn): InkedColumn {
  const { width, height } = picture;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[y * width + x] = picture.pixels[(y + 1) * width - 1 - x] as number;
  }
  return { picture: { ...picture, pixels }, ink: { ...ink, left: width - ink.right, right: width - ink.left } };
}
