/** What the machine thinks of the character at the caret: other readings of the picture, code point, how it may be read. */
import { readingsOf } from "../../../../hannom/readings.ts";
import { addressOf } from "../../api.ts";
import { say } from "../../words/text.ts";
import { percent } from "../../words/words.ts";
import type { PlacedCharacter } from "./doubts.ts";

interface CandidateBarProps {
  readonly page: string;
  readonly placed: PlacedCharacter | undefined;
  readonly doubts: { readonly left: number; readonly at: number };
  readonly isReadOnly: boolean;
  readonly onTake: (text: string) => void;
  /** Look for the same mistake elsewhere; undefined where the character stands as it was read. */
  readonly onAlike?: (() => void) | undefined;
}

/** Alternatives that keys reach. */
export const MOST_CANDIDATES = 5;

/** The bar. */
export function CandidateBar({ page, placed, doubts, isReadOnly, onTake, onAlike }: CandidateBarProps) {
  if (!placed) return <div class="candidates" />;
  const { character } = placed;
  const candidates = candidatesOf(placed);
  const { x, y, width, height } = character.box;
  const region = [x, y, Math.max(1, width), Math.max(1, height)].map((each) => Math.max(0, Math.round(each))).join(",");
  return (
    <div class="candidates">
      <img class="glyph" src={addressOf(`/api/pages/${page}/image/${region}/!160,120/0/default.jpg`)} alt={say("glyphPicture")} />
      <p class="this">
        <b lang="vi-Hani">{character.text}</b> {percent(character.confidence)}
        <br />
        <small>{codePoints(character.text)}</small>
        <br />
        <small>{readings(character.text)}</small>
      </p>
      <ol aria-label={say("candidates")}>
        {candidates.map(({ text, confidence }, index) => (
          <li key={text}>
            <button type="button" disabled={isReadOnly} onClick={() => onTake(text)} title={codePoints(text)}>
              <kbd>Alt+{index + 1}</kbd> <b lang="vi-Hani">{text}</b> <small>{percent(confidence)}</small>
              <small class="readings">{readings(text)}</small>
            </button>
          </li>
        ))}
      </ol>
      {onAlike && (
        <button type="button" onClick={onAlike}>
          {say("alike")}
        </button>
      )}
      <p class="doubt-count" role="status">
        {doubts.left === 0 ? say("noDoubts") : say("doubtCount", { at: doubts.at, count: doubts.left })}
      </p>
    </div>
  );
}

/** What may stand there instead, the likeliest first. */
export function candidatesOf({ character }: PlacedCharacter): readonly { readonly text: string; readonly confidence: number }[] {
  return character.alternatives.filter(({ text }) => text !== character.text).slice(0, MOST_CANDIDATES);
}

/** Code points as they are written: U+24F93. */
export const codePoints = (text: string): string =>
  [...text].map((each) => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ");

const readings = (text: string): string =>
  [...text]
    .flatMap((each) => readingsOf(each))
    .slice(0, 6)
    .join(", ");
