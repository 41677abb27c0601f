/** Buttons for gaps, damage and taboo forms: the signs of hannom/gap-notation.ts, round what is selected. */
import { BRACKETS, SIGNS } from "../../../../hannom/gap-notation.ts";
import { say } from "../../words/text.ts";

interface MarkButtonsProps {
  readonly isReadOnly: boolean;
  /** Put texts before and after what is selected in the column under work. */
  readonly onWrap: (before: string, after: string) => void;
}

/** The row. */
export function MarkButtons({ isReadOnly, onWrap }: MarkButtonsProps) {
  const marks = [
    { key: "mark_illegible", before: SIGNS.illegible, after: "" },
    { key: "mark_unknown", before: SIGNS.unknownCount, after: "" },
    { key: "mark_damaged", before: BRACKETS.damaged[0], after: BRACKETS.damaged[1] },
    { key: "mark_supplied", before: BRACKETS.supplied[0], after: BRACKETS.supplied[1] },
    { key: "mark_deleted", before: BRACKETS.deleted[0], after: BRACKETS.deleted[1] },
    { key: "mark_taboo", before: BRACKETS.taboo[0], after: `|${BRACKETS.taboo[1]}` },
  ] as const;
  return (
    <fieldset class="marks" aria-label={say("marks")}>
      {marks.map(({ key, before, after }) => (
        // The field keeps the focus, and with it the selection that the marks go round.
        <button
          key={key}
          type="button"
          disabled={isReadOnly}
          title={say(key)}
          aria-label={say(key)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onWrap(before, after)}
        >
          {before}
          {after}
        </button>
      ))}
    </fieldset>
  );
}
