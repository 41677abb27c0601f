/** One doubtful character after the other, with its picture and its column: for an expert who has minutes and not hours. */
import { useMemo, useRef, useState } from "preact/hooks";
import { addressOf, Refusal } from "../../api.ts";
import { needFonts } from "../../han-fonts.ts";
import { type Shortcut, useShortcuts } from "../../keys.ts";
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { linkTo } from "../../router.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/queue.ts";
import { percent } from "../../words/words.ts";
import { correctElsewhere, type ReadPlace } from "../text/correct-elsewhere.ts";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Place extends ReadPlace {
  readonly item: string;
  readonly confidence: number;
  readonly alternatives: readonly { readonly text: string; readonly confidence: number }[];
  readonly box: Box;
  readonly column: Box;
}

const MOST_CANDIDATES = 5;

/** The characters. */
export function Characters() {
  const { value, refusal, reload } = useLive<{ readonly places: readonly Place[] }>("/api/queue/places?limit=100", {
    isLive: false,
  });
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  return value.places.length === 0 ? <p class="empty">✔ {say("none")}</p> : <OneByOne places={value.places} />;
}

function OneByOne({ places }: { readonly places: readonly Place[] }) {
  const [at, setAt] = useState(0);
  const place = places[at];
  const candidates = place ? place.alternatives.filter(({ text }) => text !== place.text).slice(0, MOST_CANDIDATES) : [];
  needFonts(...candidates.map(({ text }) => text), place?.text ?? "");
  const next = (): void => setAt((before) => before + 1);
  const take = (text: string): void => {
    if (!place) return;
    next();
    correctElsewhere([place], text).then(
      ({ corrected }) => toast(corrected > 0 ? say("corrected", { read: place.text, typed: text }) : say("notCorrected")),
      (thrown: unknown) =>
        toast(thrown instanceof Refusal ? `${thrown.message || sayFrame("offlineText")}` : String(thrown), "bad"),
    );
  };
  useCharacterKeys(next, (index) => {
    const candidate = candidates[index];
    if (candidate) take(candidate.text);
  });
  if (!place) return <p class="empty">✔ {say("none")}</p>;
  return (
    <div class="one-character">
      <p>{say("characterIntro")}</p>
      <p role="status">{say("place", { at: at + 1, count: places.length })}</p>
      <div class="pictures">
        <img class="glyph" src={cut(place.page, place.box, "!320,320")} alt="" />
        <img class="column" src={cut(place.page, place.column, "!300,640")} alt="" />
        <div>
          <button type="button" onClick={next}>
            <kbd>Enter</kbd> <span lang="vi-Hani">{say("asRead", { text: place.text })}</span>{" "}
            <small>{percent(place.confidence)}</small>
          </button>
          <ol>
            {candidates.map(({ text, confidence }, index) => (
              <li key={text}>
                <button type="button" onClick={() => take(text)}>
                  <kbd>{index + 1}</kbd> <b lang="vi-Hani">{text}</b> <small>{percent(confidence)}</small>
                </button>
              </li>
            ))}
          </ol>
          <a href={linkTo(`/items/${encodeURIComponent(place.item)}/pages/${place.page}/text`)}>{say("open")}</a>
        </div>
      </div>
    </div>
  );
}

function useCharacterKeys(next: () => void, take: (index: number) => void): void {
  const latest = useRef({ next, take });
  latest.current = { next, take };
  const keys = useMemo((): readonly Shortcut[] => {
    const numbers = Array.from({ length: MOST_CANDIDATES }, (_, index) => ({
      key: String(index + 1),
      words: say("keyTake"),
      run: () => latest.current.take(index),
    }));
    return [{ key: "Enter", words: say("keyNext"), run: () => latest.current.next() }, ...numbers];
  }, []);
  useShortcuts(keys);
}

function cut(page: string, { x, y, width, height }: Box, size: string): string {
  const region = [x, y, Math.max(1, width), Math.max(1, height)].map((each) => Math.max(0, Math.round(each))).join(",");
  return addressOf(`/api/pages/${page}/image/${region}/${size}/0/default.jpg`);
}
