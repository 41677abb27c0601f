/**
 * Where else the machine may have made the mistake that a person has just put right: characters that it read the same way, for
 * which it thought of the person's character too, and whose picture is no nearer to its own reading than to what was corrected.
 * They are proposed with their pictures and never changed unasked: about three in ten are right (see docs/decisions/0025).
 */
import { type GlyphDescriptor, likeness } from "./glyph-descriptor.ts";

/** A character of a page as the machine read it. */
export interface ReadGlyph {
  readonly page: string;
  readonly line: string;
  readonly at: number;
  readonly text: string;
  readonly confidence: number;
  readonly alternatives: readonly { readonly text: string; readonly confidence: number }[];
}

/** What a person changed. */
export interface GlyphCorrection {
  readonly read: string;
  readonly typed: string;
}

/** A character with the description of its picture. */
export interface SeenGlyph {
  readonly glyph: ReadGlyph;
  readonly picture: GlyphDescriptor;
}

/** A proposal, to be shown with its picture. */
export interface LookAlike {
  readonly glyph: ReadGlyph;
  /** More is likelier; compared with other proposals for the same correction only. */
  readonly score: number;
}

/** Least likelihood, as the machine saw it, that the person's character stands there. */
const LEAST_ALTERNATIVE = 0.1;
/** From this confidence on a reading serves as an example of its character. */
const SURE = 0.95;
/** Most examples of a character: more change nothing. */
const MOST_EXAMPLES = 24;
/** A picture is held to so many of its nearest examples. */
const NEAREST = 3;
/** What nearness of the picture counts beside the machine's own likelihood. */
const PICTURE_WEIGHT = 0.5;

/** What is needed of an item's characters before any picture is looked at. */
export interface GlyphChoice {
  /** Where the mistake may have been made again. */
  readonly candidates: readonly ReadGlyph[];
  /** Where the machine's character, and the person's, surely stand. */
  readonly examplesOfRead: readonly ReadGlyph[];
  readonly examplesOfTyped: readonly ReadGlyph[];
}

/** Choose candidates and examples; cheap, so that only their pictures need to be cut out. */
export function chooseGlyphs(glyphs: Iterable<ReadGlyph>, { read, typed }: GlyphCorrection): GlyphChoice {
  const candidates: ReadGlyph[] = [];
  const examplesOfRead: ReadGlyph[] = [];
  const examplesOfTyped: ReadGlyph[] = [];
  for (const glyph of glyphs) {
    const isSure = glyph.confidence >= SURE;
    if (glyph.text === typed && isSure && examplesOfTyped.length < MOST_EXAMPLES) examplesOfTyped.push(glyph);
    if (glyph.text !== read) continue;
    if (alternativeOf(glyph, typed) >= LEAST_ALTERNATIVE) candidates.push(glyph);
    else if (isSure && examplesOfRead.length < MOST_EXAMPLES) examplesOfRead.push(glyph);
  }
  return { candidates, examplesOfRead, examplesOfTyped };
}

/** What is known of the pictures. */
export interface SeenChoice {
  readonly candidates: readonly SeenGlyph[];
  readonly examplesOfRead: readonly GlyphDescriptor[];
  /** With that of the corrected character itself. */
  readonly examplesOfTyped: readonly GlyphDescriptor[];
}

/** The proposals, the likeliest first. */
export function proposeLookAlikes({ typed }: GlyphCorrection, seen: SeenChoice): readonly LookAlike[] {
  const { candidates, examplesOfRead, examplesOfTyped } = seen;
  return candidates
    .map(({ glyph, picture }) => {
      const nearer = nearness(picture, examplesOfTyped) - nearness(picture, examplesOfRead);
      return { glyph, nearer, score: alternativeOf(glyph, typed) + PICTURE_WEIGHT * nearer };
    })
    .filter(({ nearer }) => nearer >= 0 || examplesOfRead.length === 0)
    .sort((a, b) => b.score - a.score)
    .map(({ glyph, score }) => ({ glyph, score }));
}

function alternativeOf({ alternatives }: ReadGlyph, text: string): number {
  return alternatives.find((each) => each.text === text)?.confidence ?? 0;
}

function nearness(picture: GlyphDescriptor, examples: readonly GlyphDescriptor[]): number {
  const near = examples.map((example) => likeness(picture, example)).sort((a, b) => b - a);
  const nearest = near.slice(0, NEAREST);
  return nearest.length === 0 ? 0 : nearest.reduce((sum, each) => sum + each, 0) / nearest.length;
}
