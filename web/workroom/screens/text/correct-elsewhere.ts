/** Puts a correction in at other places than the one on the desk: page by page, each as a version of its own, nothing written over. */
import { get } from "../../api.ts";
import { placedCharacters } from "./doubts.ts";
import { takeCandidate } from "./edits.ts";
import { saveText, type TextPage, textPath } from "./text-page.ts";
import { contentOf, pageOf } from "./working-page.ts";

/** A character as the machine read it. */
export interface ReadPlace {
  readonly page: string;
  readonly line: string;
  readonly at: number;
  readonly text: string;
}

/** How many places were changed, and how many somebody had changed already or were not to be had. */
export interface CorrectedElsewhere {
  readonly corrected: number;
  readonly left: number;
}

/** Correct these places. What somebody has changed since stays as it is. @throws {Refusal} when the server cannot be reached */
export async function correctElsewhere(places: readonly ReadPlace[], typed: string): Promise<CorrectedElsewhere> {
  let corrected = 0;
  for (const page of new Set(places.map((place) => place.page))) {
    const own = places.filter((place) => place.page === page);
    corrected += await correctPage(page, own, typed);
  }
  return { corrected, left: places.length - corrected };
}

async function correctPage(id: string, places: readonly ReadPlace[], typed: string): Promise<number> {
  const opened = await get<TextPage>(textPath(id));
  const { content, shown } = opened;
  let page = pageOf(content, shown);
  let count = 0;
  for (const place of places) {
    const read = shown.lines.find(({ id: line }) => line === place.line)?.characters[place.at];
    const found = read && page.columns.flatMap((column) => placedCharacters(column).map((placed) => ({ column, placed })));
    const same = found?.find(({ placed: { character } }) => character.text === place.text && isSameBox(character.box, read?.box));
    if (!same) continue;
    page = takeCandidate(page, same.column.id, same.placed, typed, content.script);
    count += 1;
  }
  if (count === 0) return 0;
  const answer = await saveText(id, { base: opened.number, saveId: crypto.randomUUID(), content: contentOf(page, content) });
  return answer.outcome === "saved" ? count : 0;
}

type Box = TextPage["shown"]["lines"][number]["box"];
const isSameBox = (a: Box, b: Box | undefined): boolean =>
  b !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
