/**
 * How often a proposal of "fix once, propose everywhere" is right: every first correction of a kind in each book with truth is made,
 * and what is proposed for it in the same book is held against the truth. Run: npx tsx bench/look-alikes.ts
 */
import { join } from "node:path";
import type { GlyphDescriptor } from "../catalogue/expert-queue/glyph-descriptor.ts";
import { chooseGlyphs, proposeLookAlikes, type ReadGlyph } from "../catalogue/expert-queue/look-alikes.ts";
import { foldVariants } from "../hannom/variants.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { glyphIn, greyPage } from "../web/server/workroom/glyphs/glyph-pictures.ts";
import { type ReadPage, readTruePages } from "./expert-queue/true-pages.ts";

interface TrueGlyph extends ReadGlyph {
  readonly truth: string | undefined;
  readonly picture: () => Promise<GlyphDescriptor | undefined>;
}

interface Tally {
  corrections: number;
  proposed: number;
  right: number;
  /** All places in the book with the same mistake, and all with the same reading. */
  same: number;
  candidates: number;
}

function glyphsOf(page: ReadPage): readonly TrueGlyph[] {
  return page.layer.lines.flatMap((line) => {
    const path = page.pictures.get(line.id) ?? "";
    let decoded: ReturnType<typeof greyPage> | undefined;
    return line.characters.map((character, at): TrueGlyph => {
      let seen: Promise<GlyphDescriptor | undefined> | undefined;
      const look = async () => {
        decoded ??= greyPage(path);
        return await glyphIn(await decoded, character.box);
      };
      const { text, confidence, alternatives } = character;
      const truth = page.truth.get(line.id)?.[at];
      return { page: page.page, line: line.id, at, text, confidence, alternatives, truth, picture: () => (seen ??= look()) };
    });
  });
}

async function propose(corrected: TrueGlyph, glyphs: readonly TrueGlyph[], tally: Tally): Promise<void> {
  const correction = { read: corrected.text, typed: corrected.truth ?? "" };
  const others = glyphs.filter((glyph) => glyph !== corrected);
  const choice = chooseGlyphs(others, correction);
  const truths = new Map(others.map((glyph) => [glyph as ReadGlyph, glyph]));
  const seen = async (chosen: readonly ReadGlyph[]) => {
    const pictures = await Promise.all(chosen.map((glyph) => truths.get(glyph)?.picture()));
    return chosen.flatMap((glyph, at) => (pictures[at] === undefined ? [] : [{ glyph, picture: pictures[at] }]));
  };
  const own = await corrected.picture();
  const typed = (await seen(choice.examplesOfTyped)).map(({ picture }) => picture);
  const proposals = proposeLookAlikes(correction, {
    candidates: await seen(choice.candidates),
    examplesOfRead: (await seen(choice.examplesOfRead)).map(({ picture }) => picture),
    examplesOfTyped: own === undefined ? typed : [own, ...typed],
  });
  tally.corrections++;
  tally.proposed += proposals.length;
  tally.right += proposals.filter(({ glyph }) => truths.get(glyph)?.truth === correction.typed).length;
  const alike = others.filter(({ text }) => text === correction.read);
  tally.candidates += alike.length;
  tally.same += alike.filter(({ truth }) => truth === correction.typed).length;
}

function printed(name: string, { corrections, proposed, right, same, candidates }: Tally): string {
  const share = (part: number, whole: number) => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`);
  return `${name}: ${corrections} kinds of mistakes, ${proposed} proposals, ${right} of them right = ${share(right, proposed)}; ${share(right, same)} of the same mistakes found; of all ${candidates} readings alike ${share(same, candidates)} are the mistake`;
}

async function main(folder: string): Promise<void> {
  const pages = await readTruePages(folder);
  const empty = (): Tally => ({ corrections: 0, proposed: 0, right: 0, same: 0, candidates: 0 });
  const [misread, variants] = [empty(), empty()];
  for (const item of new Set(pages.map((page) => page.item))) {
    const glyphs = pages.filter((page) => page.item === item).flatMap(glyphsOf);
    const done = new Set<string>();
    for (const glyph of glyphs.filter(({ text, truth }) => truth !== undefined && truth !== text)) {
      const kind = `${glyph.text}${glyph.truth}`;
      if (done.has(kind)) continue;
      done.add(kind);
      await propose(glyph, glyphs, foldVariants(glyph.text) === foldVariants(glyph.truth ?? "") ? variants : misread);
    }
  }
  console.log(printed("misread characters", misread));
  console.log(printed("forms of one character", variants));
}

if (MATERIAL === undefined) console.log("No material on this machine: set SOHOA_MATERIAL.");
else await main(join(MATERIAL, "dev/nomnaocr-columns"));
