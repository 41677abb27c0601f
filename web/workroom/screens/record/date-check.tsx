/** What the date as written can mean, while it is typed: every candidate with its reasons, and every contradiction. */
import { useEffect, useState } from "preact/hooks";
import { get } from "../../api.ts";
import { language } from "../../language.ts";
import { say } from "../../words/record.ts";

interface Reading {
  readonly candidates: readonly { readonly edtf: string; readonly reasons: readonly string[] }[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly advice: string }[];
}

const QUIET_MILLISECONDS = 250;
const MOST_SHOWN = 6;

/** The reading of a text; asks again when it changes. */
function useReading(text: string): Reading | undefined {
  const [reading, setReading] = useState<Reading>();
  const tongue = language();
  useEffect(() => {
    if (text.trim() === "") return setReading(undefined);
    const own = new AbortController();
    const timer = setTimeout(() => {
      get<Reading>(`/api/dates?text=${encodeURIComponent(text)}&lang=${tongue}`, own.signal).then(setReading, () => {
        // Without an answer the field stays what it is; the server checks it again with each save.
      });
    }, QUIET_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      own.abort();
    };
  }, [text, tongue]);
  return text.trim() === "" ? undefined : reading;
}

interface DateCheckProps {
  readonly text: string;
  readonly chosen: unknown;
  readonly onChoose: (edtf: string) => void;
}

/** Below the date as written. */
export function DateCheck({ text, chosen, onChoose }: DateCheckProps) {
  const reading = useReading(text);
  if (!reading) return null;
  return (
    <div class="date-check" role="status">
      {reading.candidates.slice(0, MOST_SHOWN).map(({ edtf, reasons }) => (
        <p key={`${edtf} ${reasons.join()}`}>
          <strong>{edtf}</strong> <small>{reasons.join("; ")}</small>{" "}
          {chosen === edtf ? (
            <span class="good">✔ {say("dateTaken")}</span>
          ) : (
            <button type="button" class="plain" data-does="take-date" onClick={() => onChoose(edtf)}>
              {say("takeDate", { date: edtf })}
            </button>
          )}
        </p>
      ))}
      {reading.candidates.length > MOST_SHOWN && <p>{say("moreDates", { count: reading.candidates.length - MOST_SHOWN })}</p>}
      {reading.problems.map(({ code, message, advice }) => (
        <p key={code} class="warn" data-code={code}>
          ⚠ {message}. <small>{advice}</small>
        </p>
      ))}
    </div>
  );
}
