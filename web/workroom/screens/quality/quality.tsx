/** The desk where pictures are judged: before and after, what was found, accepted or to be scanned again. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { addressOf, post, Refusal } from "../../api.ts";
import { type Shortcut, useShortcuts } from "../../keys.ts";
import { useLive } from "../../live.ts";
import { useMay } from "../../me.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { linkTo } from "../../router.ts";
import type { ScreenProps } from "../../screen.ts";
import { useWorkLog } from "../../use-work-log.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/quality.ts";
import type { Desk, JudgedPage, Wish } from "./desk.ts";
import { FrameEditor } from "./frame-editor.tsx";
import { LotPanel } from "./lot-panel.tsx";
import { Magnifier } from "./magnifier.tsx";
import { PicturePair } from "./picture-pair.tsx";
import "./quality.css";
import { RescanDialog } from "./rescan-dialog.tsx";

const TO_LOOK_AT: ReadonlySet<JudgedPage["standing"]> = new Set(["note", "warning", "rescan"]);

/** The screen. */
export function Quality({ path: { item = "" } }: ScreenProps) {
  const address = `/api/items/${encodeURIComponent(item)}`;
  const { value, refusal, reload } = useLive<Desk>(`${address}/quality`);
  const [isOnly, setIsOnly] = useState(false);
  const [id, setId] = useState("");
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  // Whoever judges a page stays on it, also when it is no longer one to look at.
  const drawn = new Set(value.lot.statement?.toJudge);
  const pages = value.pages.filter((page) => !isOnly || TO_LOOK_AT.has(page.standing) || drawn.has(page.id) || page.id === id);
  const at = Math.max(
    0,
    pages.findIndex((page) => page.id === id),
  );
  const page = pages[at];
  const { pages: count = 0, rescan = 0, warnings: warning = 0, accepted = 0 } = value.counts;
  return (
    <section class="quality-desk">
      <h1>{say("title", { shelfmark: value.shelfmark })}</h1>
      <p class="tools">
        <span role="status">{say("counts", { pages: count, rescan, warning, accepted })}</span>
        <a href={addressOf(`${address}/rescans.xlsx`)} download>
          {say("list")}
        </a>
        <a href={linkTo(`/items/${encodeURIComponent(item)}`)}>{say("grid")}</a>
        <label>
          <input type="checkbox" checked={isOnly} onChange={(event) => setIsOnly(event.currentTarget.checked)} /> {say("only")}
        </label>
      </p>
      {page ? (
        <OnePage
          key={page.id}
          desk={value}
          page={page}
          at={at}
          count={pages.length}
          isDrawn={drawn.has(page.id)}
          onMove={(by) => setId(pages[Math.min(pages.length - 1, Math.max(0, at + by))]?.id ?? "")}
          onJudged={reload}
        />
      ) : (
        <>
          <LotPanel desk={value} onDrawn={reload} />
          <p class="empty">{say("none")}</p>
        </>
      )}
    </section>
  );
}

interface OnePageProps {
  readonly desk: Desk;
  readonly page: JudgedPage;
  readonly at: number;
  readonly count: number;
  /** A sample waits for what is said of it. */
  readonly isDrawn: boolean;
  readonly onMove: (by: number) => void;
  readonly onJudged: () => void;
}

function OnePage({ desk, page, at, count, isDrawn, onMove, onJudged }: OnePageProps) {
  const [isSideBySide, setIsSideBySide] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const [isFraming, setIsFraming] = useState(false);
  const [place, setPlace] = useState<{ readonly x: number; readonly y: number }>();
  const isHeld = useHeldKey("b");
  const may = useMay("do-batches") && page.standing !== "unmeasured";
  useWorkLog(may ? { kind: "quality", item: desk.item, page: page.id } : undefined);
  const judge = async (verdict: "accept" | "rescan", reason: string, note: string): Promise<void> => {
    setIsAsking(false);
    try {
      const given = { page: page.id, master: page.master, verdict, reason, note };
      await post(`/api/items/${encodeURIComponent(desk.item)}/verdicts`, given);
      toast(say("kept", { verdict: say(verdict === "accept" ? "standing_accepted" : "standing_rescan") }));
      onJudged();
      onMove(1);
    } catch (thrown) {
      toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad");
      onJudged();
    }
  };
  const wish = async (wished: Wish): Promise<void> => {
    setIsFraming(false);
    try {
      await post(`/api/pages/${page.id}/treatment`, { master: page.master, ...wished });
      toast(say(`wished_${wished.kind}`));
    } catch (thrown) {
      toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad");
    }
    onJudged();
  };
  const magnify = (): void => setPlace((is) => (is ? undefined : middleOf(page)));
  useShortcuts(
    useMemo((): readonly Shortcut[] => {
      const when = may ? {} : { when: () => false };
      return [
        { key: "a", words: say("keyAccept"), run: () => void judge("accept", "", ""), ...when },
        { key: "x", words: say("keyRescan"), run: () => setIsAsking(true), ...when },
        { key: "j", words: say("keyNext"), run: () => onMove(1) },
        { key: "k", words: say("keyPrevious"), run: () => onMove(-1) },
        { key: "g", words: say("keyOriginal"), run: () => void wish({ kind: "original" }), ...when },
        { key: "c", words: say("keyFrame"), run: () => setIsFraming(true), ...when },
        { key: "m", words: say("keyMeasured"), run: () => void wish({ kind: "measured" }), ...when },
        { key: "z", words: say("keyMagnifier"), run: magnify },
        { key: "2", words: say("keySide"), run: () => setIsSideBySide((is) => !is) },
      ];
    }, [page, may, at, count]),
  );
  return (
    <>
      <h2>
        {page.title} <small>{say("position", { at: at + 1, count })}</small>
      </h2>
      <p class="tools">
        <button type="button" onClick={() => onMove(-1)} disabled={at === 0}>
          {say("previous")} <kbd>K</kbd>
        </button>
        <button type="button" onClick={() => onMove(1)} disabled={at === count - 1}>
          {say("next")} <kbd>J</kbd>
        </button>
        <button type="button" aria-pressed={isSideBySide} onClick={() => setIsSideBySide(!isSideBySide)}>
          {say("sideBySide")} <kbd>2</kbd>
        </button>
        <span>
          <kbd>B</kbd> {say("hold")}
        </span>
        <button type="button" aria-pressed={place !== undefined} onClick={magnify}>
          {say("magnifier")} <kbd>Z</kbd>
        </button>
        <button type="button" class="main" disabled={!may} onClick={() => void judge("accept", "", "")}>
          {say("accept")} <kbd>A</kbd>
        </button>
        <button type="button" disabled={!may} onClick={() => setIsAsking(true)}>
          {say("rescan")} <kbd>X</kbd>
        </button>
      </p>
      <TreatmentBar page={page} may={may} onFrame={() => setIsFraming(true)} onWish={(wished) => void wish(wished)} />
      <div class="quality-room">
        {isFraming ? (
          <FrameEditor page={page} onDone={(frame) => void wish({ kind: "framed", frame })} onClose={() => setIsFraming(false)} />
        ) : (
          <PicturePair
            page={page}
            isSideBySide={isSideBySide}
            isHeld={isHeld}
            {...(place && { onPoint: (x, y) => setPlace({ x, y }) })}
          />
        )}
        <aside>
          <p>
            {isDrawn && <b class="drawn">{say("inSample")} </b>}
            <b class={`standing is-${page.standing}`}>{say(`standing_${page.standing}`)}</b> {page.verdict?.text}{" "}
            <small>{page.facts}</small>
            {page.standing === "unmeasured" && <em> {say("cannot")}</em>}
          </p>
          {place && <Magnifier page={page} place={place} onMove={(x, y) => setPlace({ x, y })} />}
          <Findings page={page} />
          <LotPanel desk={desk} onDrawn={onJudged} />
        </aside>
      </div>
      {isAsking && (
        <RescanDialog
          reasons={desk.reasons}
          onClose={() => setIsAsking(false)}
          onAsk={(reason, note) => void judge("rescan", reason, note)}
        />
      )}
    </>
  );
}

function Findings({ page: { findings } }: { readonly page: JudgedPage }) {
  return (
    <>
      <h3>{say("findings")}</h3>
      {findings.length === 0 && <p>{say("noFindings")}</p>}
      <ul>
        {findings.map(({ severity, code, text, advice }, at) => (
          <li key={String(at)} class={`finding is-${severity}`}>
            <b>{say(`severity_${severity}`)}</b> {text} <small>{code}</small>
            {advice && <p>{advice}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

interface TreatmentBarProps {
  readonly page: JudgedPage;
  readonly may: boolean;
  readonly onFrame: () => void;
  readonly onWish: (wish: Wish) => void;
}

/** What is done with the picture, and what else could be. */
function TreatmentBar({ page, may, onFrame, onWish }: TreatmentBarProps) {
  const kind = page.treatment?.kind ?? "measured";
  return (
    <p class="tools treatment">
      <span>
        {say("treatment")}: <b>{say(`treatment_${kind}`)}</b>
        {page.isUnderWay && <em> {say("underWay")}</em>}
      </span>
      <button type="button" disabled={!may} onClick={onFrame}>
        {say("frame")} <kbd>C</kbd>
      </button>
      <button type="button" disabled={!may || kind === "original"} onClick={() => onWish({ kind: "original" })}>
        {say("useOriginal")} <kbd>G</kbd>
      </button>
      {kind !== "measured" && (
        <button type="button" disabled={!may} onClick={() => onWish({ kind: "measured" })}>
          {say("useMeasured")} <kbd>M</kbd>
        </button>
      )}
    </p>
  );
}

function middleOf({ after, before }: JudgedPage): { readonly x: number; readonly y: number } {
  const { width, height } = after ?? before ?? { width: 0, height: 0 };
  return { x: width / 2, y: height / 2 };
}

/** True while the key is down and nobody types. */
function useHeldKey(key: string): boolean {
  const [isDown, setIsDown] = useState(false);
  useEffect(() => {
    const isTyping = ({ target }: KeyboardEvent): boolean =>
      target instanceof HTMLElement && target.matches("input:not([type=range]):not([type=checkbox]), textarea, select");
    const down = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === key && !event.ctrlKey && !event.altKey && !event.metaKey && !isTyping(event))
        setIsDown(true);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === key) setIsDown(false);
    };
    const away = (): void => setIsDown(false);
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    addEventListener("blur", away);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
      removeEventListener("blur", away);
    };
  }, [key]);
  return isDown;
}
