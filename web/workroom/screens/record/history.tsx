/** Who saved what, of the whole desk or of one field, with a way back to each earlier value. */
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say } from "../../words/record.ts";
import { dayAndTime } from "../../words/words.ts";
import { shownValue } from "./shown-value.ts";

interface Version {
  readonly number: number;
  readonly agent: string;
  readonly savedAt: string;
  readonly cause: "typed" | "decided" | "proposal" | "copied" | "imported" | "restored" | "answered" | "structure";
  readonly steps: Readonly<Record<string, { readonly was: unknown; readonly is: unknown }>>;
}

interface HistoryProps {
  readonly item: string;
  readonly field: string | undefined;
  readonly labelOf: (field: string) => string;
  readonly onRestore: (field: string, value: unknown) => void;
  readonly onClose: () => void;
}

/** The drawer. */
export function History({ item, field, labelOf, onRestore, onClose }: HistoryProps) {
  const [versions, setVersions] = useState<readonly Version[]>([]);
  const [isAll, setIsAll] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const load = (before: number | undefined): void => {
    const query = new URLSearchParams({
      ...(field === undefined ? {} : { field }),
      ...(before === undefined ? {} : { before: String(before) }),
    });
    get<{ readonly versions: readonly Version[] }>(`/api/records/${encodeURIComponent(item)}/history?${query}`).then(
      ({ versions: more }) => {
        setVersions((known) => [...known, ...more]);
        setIsAll(more.length < 50);
      },
      (thrown: unknown) => setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", "")),
    );
  };
  useEffect(() => load(undefined), []);
  const shown = versions.flatMap((version) =>
    Object.entries(version.steps)
      .filter(([name]) => field === undefined || name === field)
      .map(([name, step]) => ({ version, name, step })),
  );
  return (
    <Dialog title={field === undefined ? say("history") : say("historyOf", { label: labelOf(field) })} onClose={onClose}>
      {refusal && <RefusalBox refusal={refusal} onTryAgain={() => load(undefined)} />}
      {shown.length === 0 && isAll && <p>{say("noHistory")}</p>}
      <ol class="history">
        {shown.map(({ version, name, step }) => (
          <li key={`${version.number} ${name}`}>
            <small>
              {dayAndTime(version.savedAt)} · {version.agent} · {say(`cause_${version.cause}`)}
            </small>
            <p>
              <strong>{labelOf(name)}</strong>: <del>{shownValue(step.was)}</del> → <ins>{shownValue(step.is)}</ins>{" "}
              <button type="button" class="plain" onClick={() => onRestore(name, step.was ?? undefined)}>
                {say("restore")}
              </button>
            </p>
          </li>
        ))}
      </ol>
      {!isAll && versions.length > 0 && (
        <button type="button" onClick={() => load(versions.at(-1)?.number)}>
          {say("older")}
        </button>
      )}
    </Dialog>
  );
}
