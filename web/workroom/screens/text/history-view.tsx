/** All versions of the page's text, compared with the one on the desk, and a way back to each. */
import { useEffect, useState } from "preact/hooks";
import type { TextVersion, VersionNote, WorkingText } from "../../../../pipeline/text-version.ts";
import { diffTexts } from "../../../../pipeline/text-version-diff.ts";
import { Refusal } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say } from "../../words/text.ts";
import { dayAndTime } from "../../words/words.ts";
import { history, version } from "./text-page.ts";

interface HistoryViewProps {
  readonly page: string;
  readonly now: WorkingText;
  readonly isReadOnly: boolean;
  readonly onTake: (content: WorkingText) => void;
  readonly onClose: () => void;
}

/** The view. */
export function HistoryView({ page, now, isReadOnly, onTake, onClose }: HistoryViewProps) {
  const [notes, setNotes] = useState<readonly VersionNote[]>();
  const [isAll, setIsAll] = useState(false);
  const [chosen, setChosen] = useState<TextVersion>();
  const [refusal, setRefusal] = useState<Refusal>();
  const fail = (thrown: unknown): void =>
    setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown)));
  const more = (before?: number): void => {
    history(page, before).then(({ versions }) => {
      setNotes((all) => [...(before === undefined ? [] : (all ?? [])), ...versions]);
      setIsAll(versions.length === 0 || versions.at(-1)?.number === 1);
    }, fail);
  };
  useEffect(() => more(), [page]);
  return (
    <Dialog title={say("history")} onClose={onClose}>
      {refusal && <RefusalBox refusal={refusal} />}
      {notes?.length === 0 && <p class="empty">{say("noHistory")}</p>}
      <ol class="versions" reversed>
        {notes?.map((note) => (
          <li key={note.number}>
            <button type="button" class="plain" onClick={() => version(page, note.number).then(setChosen, fail)}>
              {say("versionLine", { number: note.number, author: note.author, time: dayAndTime(note.savedAt) })}
            </button>
            {note.isAside && <small> {say("versionAside")}</small>}
          </li>
        ))}
      </ol>
      {notes && !isAll && (
        <button type="button" onClick={() => more(notes.at(-1)?.number)}>
          {say("older")}
        </button>
      )}
      {chosen && <Comparison chosen={chosen} now={now} isReadOnly={isReadOnly} onTake={onTake} />}
    </Dialog>
  );
}

interface ComparisonProps {
  readonly chosen: TextVersion;
  readonly now: WorkingText;
  readonly isReadOnly: boolean;
  readonly onTake: (content: WorkingText) => void;
}

function Comparison({ chosen, now, isReadOnly, onTake }: ComparisonProps) {
  const { changes, isReordered } = diffTexts(chosen.content, now);
  return (
    <section class="comparison">
      <h3>{say("versionLine", { number: chosen.number, author: chosen.author, time: dayAndTime(chosen.savedAt) })}</h3>
      {changes.length === 0 && !isReordered && <p>{say("same")}</p>}
      {isReordered && <p>{say("reordered")}</p>}
      <table class="list">
        <tbody>
          {changes.map((change) => (
            <tr key={change.column}>
              <th scope="row">{say(`change_${change.change}`)}</th>
              <td>
                <del lang="vi-Hani">{"before" in change ? change.before.text : ""}</del>
              </td>
              <td>
                <ins lang="vi-Hani">{"after" in change ? change.after.text : ""}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isReadOnly && (
        <button type="button" onClick={() => onTake(chosen.content)}>
          {say("takeVersion")}
        </button>
      )}
    </section>
  );
}
