/** Writing Nôm without an input method: by its reading in Quốc ngữ, by its components, or by code point. */
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "../../api.ts";
import { needFonts } from "../../han-fonts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say } from "../../words/text.ts";
import { codePoints } from "./candidate-bar.tsx";

interface Found {
  readonly text: string;
  readonly readings: readonly string[];
}

const WAYS = ["reading", "components", "radical", "code-point"] as const;
type Way = (typeof WAYS)[number];
const NAMES = { reading: "aidReading", components: "aidParts", radical: "aidRadical", "code-point": "aidCodePoint" } as const;
/** Nobody is asked at every key. */
const WAIT_MILLISECONDS = 150;

interface InputAidProps {
  readonly onInsert: (text: string) => void;
  readonly onClose: () => void;
}

/** The aid. */
export function InputAid({ onInsert, onClose }: InputAidProps) {
  const [way, setWay] = useState<Way>("reading");
  const [query, setQuery] = useState("");
  const { found, refusal } = useFound(way, query);
  needFonts(...(found ?? []).map(({ text }) => text));
  const insert = (text: string): void => {
    onInsert(text);
    onClose();
  };
  return (
    <Dialog title={say("inputAid")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = found ?? [];
          if (first) insert(first.text);
        }}
      >
        <p class="tools">
          {WAYS.map((each) => (
            <label key={each}>
              <input type="radio" name="way" checked={way === each} onChange={() => setWay(each)} /> {say(NAMES[each])}
            </label>
          ))}
        </p>
        <label>
          {say("aidQuery")}{" "}
          <input
            autofocus
            lang={way === "reading" ? "vi" : "vi-Hani"}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </label>{" "}
        <small>{say("aidHint")}</small>
      </form>
      {refusal && <RefusalBox refusal={refusal} />}
      {found?.length === 0 && query !== "" && <p class="empty">{say("aidNothing")}</p>}
      <ul class="aid-found">
        {found?.map(({ text, readings }) => (
          <li key={text}>
            <button type="button" onClick={() => insert(text)} title={codePoints(text)}>
              <b lang="vi-Hani">{text}</b> <small>{readings.slice(0, 4).join(", ")}</small>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function useFound(
  way: Way,
  query: string,
): { readonly found: readonly Found[] | undefined; readonly refusal: Refusal | undefined } {
  const [state, setState] = useState<{ readonly found?: readonly Found[]; readonly refusal?: Refusal }>({});
  useEffect(() => {
    const wanted = query.trim();
    if (wanted === "") return setState({});
    const asked = new AbortController();
    const timer = setTimeout(() => {
      const parameters = new URLSearchParams({ by: way, q: wanted.slice(0, 100) });
      get<{ readonly suggestions: readonly Found[] }>(`/api/input-aid?${parameters}`, asked.signal).then(
        ({ suggestions }) => setState({ found: suggestions }),
        (thrown: unknown) => {
          if (!asked.signal.aborted && thrown instanceof Refusal) setState({ refusal: thrown });
        },
      );
    }, WAIT_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [way, query]);
  return { found: state.found, refusal: state.refusal };
}
