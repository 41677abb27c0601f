/** Characters drawn at random from reviewed pages, so that a second person can tell how many are still wrong. */
import { drawSample, type Stratum } from "../../../../catalogue/expert-queue/sample.ts";
import { shelfmarkKey } from "../../../../catalogue/register.ts";
import type { TextLayer } from "../../../../pipeline/text-layer.ts";
import type { SeenItem } from "../items-in-sight.ts";
import { readLayer } from "../text/page-desk.ts";
import type { Workroom } from "../workroom.ts";

/** Pages looked at for one sample; a larger library is sampled item by item. */
const MOST_PAGES = 3000;

interface ReviewedPage {
  readonly page: string;
  readonly item: string;
  readonly layer: TextLayer;
}

/** The sample: classes with their sizes, and the places with text, box and column. The same seed draws the same ones. */
export async function drawReviewed(workroom: Workroom, items: readonly SeenItem[], size: number, seed: number) {
  const byClass = new Map<string, ReviewedPage[]>();
  const register = await workroom.holdings.register();
  const classes = new Map(register.map(({ shelfmark, holdingClass }) => [shelfmarkKey(shelfmark), holdingClass]));
  let pages = 0;
  for (const { item } of items) {
    const name = classes.get(shelfmarkKey(item.shelfmark)) ?? "";
    for (const { subject, artifact } of await workroom.ledger.currentOfItem(item.id, ["text/reviewed"])) {
      const layer = pages < MOST_PAGES ? await readLayer(workroom, artifact.digest).catch(() => undefined) : undefined;
      if (layer === undefined) continue;
      pages++;
      byClass.set(name, [...(byClass.get(name) ?? []), { page: subject, item: item.id, layer }]);
    }
  }
  const strata = [...byClass].map(([name, own]): Stratum => ({ name, pages: own.map(sizeOf) }));
  const reviewed = new Map([...byClass.values()].flat().map((each) => [each.page, each]));
  return {
    seed,
    strata: strata.map(({ name, pages: own }) => ({
      name,
      pages: own.length,
      characters: sum(own.map((each) => each.characters)),
    })),
    places: drawSample(strata, size, seed).map((place) => ({ ...place, ...shown(reviewed.get(place.page), place.at) })),
  };
}

function sizeOf({ page, layer }: ReviewedPage) {
  return { page, characters: sum(layer.lines.map(({ characters }) => characters.length)) };
}

/** The character of this number on the page, with its column. */
function shown(page: ReviewedPage | undefined, at: number) {
  let before = 0;
  for (const line of page?.layer.lines ?? []) {
    const character = line.characters[at - before];
    if (character !== undefined) {
      return { item: page?.item, line: line.id, index: at - before, text: character.text, box: character.box, column: line.box };
    }
    before += line.characters.length;
  }
  return {};
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
