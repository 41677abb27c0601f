/** How doubtful each character is that a machine read, and why: what an expert's eye is led to. */
import { codePointKind } from "../../hannom/code-point.ts";
import type { Character, TextLayer } from "../../pipeline/text-layer.ts";

/** From this doubt on a character is tinted and stopped at. */
export const DOUBTFUL = 0.2;

/** Why a character is doubtful; none of them where it is not. */
export type DoubtReason = "low-confidence" | "close-alternative" | "unfamiliar" | "private-use";

/** The doubt of one character. */
export interface CharacterDoubt {
  /** Likelihood that it is wrong, 0 to 1. */
  readonly doubt: number;
  readonly reasons: readonly DoubtReason[];
}

/** Whether the library's reviewed texts have a character. */
export type IsFamiliar = (text: string) => boolean;

/**
 * How much likelier a character is wrong that no reviewed text has. Measured on 72 pages of woodblock books against what the
 * other 72 held: 25 % more errors than the confidence says, where it is below 0.9.
 */
const UNFAMILIAR = 1.25;
/** An alternative at least half as likely as the reading itself. */
const CLOSE = 0.5;

/**
 * The doubt. Confidences are calibrated, so it is what is missing to certainty; private use by itself is not read worse (37
 * errors of 185, where 36 were expected) and only named. What a person typed has no doubt.
 */
export function doubtOf(character: Character, isFamiliar: IsFamiliar = () => true): CharacterDoubt {
  const { text, confidence, alternatives } = character;
  if (confidence >= 1) return { doubt: 0, reasons: [] };
  const isNew = !isFamiliar(text);
  const doubt = Math.min(1, (1 - confidence) * (isNew ? UNFAMILIAR : 1));
  const [closest] = alternatives;
  const reasons = [
    { reason: "low-confidence", holds: doubt >= DOUBTFUL },
    { reason: "close-alternative", holds: closest !== undefined && closest.confidence >= CLOSE * confidence },
    { reason: "unfamiliar", holds: isNew && doubt >= DOUBTFUL / 2 },
    { reason: "private-use", holds: codePointKind(text) === "private-use" },
  ] as const;
  return { doubt, reasons: reasons.filter(({ holds }) => holds).map(({ reason }) => reason) };
}

/** A doubtful character of a page. */
export interface DoubtfulPlace extends CharacterDoubt {
  /** Identifier of the column, and the index of the character in it. */
  readonly line: string;
  readonly at: number;
}

/** What is to be expected of a page. */
export interface PageDoubt {
  readonly characters: number;
  /** Sum of the doubts: so many of its characters will be wrong. Characters that were missed altogether are not in it. */
  readonly expectedErrors: number;
  /** The characters to stop at, in reading order. */
  readonly places: readonly DoubtfulPlace[];
}

/** The doubts of a page; nothing is doubtful on a page that a person has reviewed. */
export function pageDoubt(layer: TextLayer, isFamiliar?: IsFamiliar): PageDoubt {
  const characters = layer.lines.reduce((sum, line) => sum + line.characters.length, 0);
  if (layer.status === "reviewed") return { characters, expectedErrors: 0, places: [] };
  let expectedErrors = 0;
  const places: DoubtfulPlace[] = [];
  for (const line of layer.lines) {
    for (const [at, character] of line.characters.entries()) {
      const found = doubtOf(character, isFamiliar);
      expectedErrors += found.doubt;
      if (found.doubt >= DOUBTFUL) places.push({ line: line.id, at, ...found });
    }
  }
  return { characters, expectedErrors, places };
}
