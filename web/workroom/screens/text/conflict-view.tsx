/** Two people changed the page: theirs, mine and the merged text side by side, difference by difference. Nothing is saved unasked. */
import { useMemo, useState } from "preact/hooks";
import type { TextVersion, WorkingColumn, WorkingText } from "../../../../pipeline/text-version.ts";
import { mergeTexts, type TextConflict } from "../../../../pipeline/text-version-merge.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { say } from "../../words/text.ts";
import { clockTime } from "../../words/words.ts";
import { type Side, settleConflicts } from "./settle-conflicts.ts";

interface ConflictViewProps {
  readonly base: WorkingText;
  readonly theirs: TextVersion;
  readonly mine: WorkingText;
  readonly onSettle: (content: WorkingText) => void;
}

/** The view; it stays until a merged text is saved. */
export function ConflictView({ base, theirs, mine, onSettle }: ConflictViewProps) {
  const merge = useMemo(() => mergeTexts(base, theirs.content, mine), [base, theirs, mine]);
  const [sides, setSides] = useState<readonly (Side | undefined)[]>(() => merge.conflicts.map(() => undefined));
  const merged = useMemo(() => settleConflicts(theirs.content, merge, sides), [theirs, merge, sides]);
  const choose = (index: number, side: Side): void => setSides((all) => all.map((each, at) => (at === index ? side : each)));
  const save = (
    <button type="button" class="main" disabled={sides.includes(undefined)} onClick={() => onSettle(merged)}>
      {say("conflictSave")}
    </button>
  );
  return (
    <Dialog
      title={say("conflictTitle", { name: theirs.author, time: clockTime(theirs.savedAt) })}
      onClose={() => {}}
      actions={save}
    >
      <p>{say("conflictText")}</p>
      <div class="scroll-x">
        <table class="list conflicts">
          <thead>
            <tr>
              <th scope="col" />
              <th scope="col">{say("conflictTheirs", { name: theirs.author })}</th>
              <th scope="col">{say("conflictMine")}</th>
            </tr>
          </thead>
          <tbody>
            {merge.conflicts.map((conflict, index) => (
              <tr key={index}>
                <th scope="row">{nameOf(conflict, theirs.content, mine)}</th>
                {(["theirs", "mine"] as const).map((side) => (
                  <td key={side}>
                    <label>
                      <input
                        type="radio"
                        name={`conflict-${index}`}
                        checked={sides[index] === side}
                        onChange={() => choose(index, side)}
                      />{" "}
                      <span lang="vi-Hani">{shown(conflict, side)}</span>
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>{say("conflictMerged")}</h3>
      <pre class="merged" lang="vi-Hani">
        {merged.columns.map(({ text }) => text).join("\n")}
      </pre>
    </Dialog>
  );
}

function nameOf(conflict: TextConflict, theirs: WorkingText, mine: WorkingText): string {
  if (conflict.kind === "order") return say("conflictOrder");
  const number = (all: readonly WorkingColumn[]): number => all.findIndex(({ id }) => id === conflict.column) + 1;
  const place = number(mine.columns) || number(theirs.columns);
  const field = conflict.kind === "field" ? conflict.field : conflict.kind === "parent" ? "parent" : "text";
  return say("conflictColumn", { number: place, field: say(`field_${field}`) });
}

function shown(conflict: TextConflict, side: Side): string {
  if (conflict.kind === "order") return conflict[side].join(" ");
  if (conflict.kind === "field") return textOf(conflict[side]);
  if (conflict.kind === "parent") return side === "theirs" ? say("conflictGone") : conflict.parent;
  return conflict.by === side ? say("conflictGone") : conflict.kept.text;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));
