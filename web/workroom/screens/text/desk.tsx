/** The desk: picture, columns, candidates, tools, keys and saving of one open page. */
import { useMemo, useState } from "preact/hooks";
import { mergeTexts } from "../../../../pipeline/text-version-merge.ts";
import { needFonts } from "../../han-fonts.ts";
import { go } from "../../router.ts";
import { useWorkLog } from "../../use-work-log.ts";
import { say } from "../../words/text.ts";
import { CandidateBar, candidatesOf } from "./candidate-bar.tsx";
import { canWriteVertically } from "./caret-test.ts";
import { ColumnPane } from "./column-pane.tsx";
import { ColumnTools } from "./column-tools.tsx";
import { ConflictView } from "./conflict-view.tsx";
import { DeskBar } from "./desk-bar.tsx";
import { doubtsOf, machineReadingAt } from "./doubts.ts";
import type { Draft } from "./draft.ts";
import type { Caret } from "./editor-state.ts";
import { drawn, setLayer, splitAt, takeProposed } from "./edits.ts";
import { HistoryView } from "./history-view.tsx";
import { InputAid } from "./input-aid.tsx";
import { LayerFields } from "./layer-fields.tsx";
import { type Correction, LookAlikes } from "./look-alikes.tsx";
import { MarkButtons } from "./mark-buttons.tsx";
import { PagePicture } from "./page-picture.tsx";
import { ProposalView } from "./proposal-view.tsx";
import type { TextPage } from "./text-page.ts";
import { useDesk } from "./use-desk.ts";
import { useDeskKeys } from "./use-desk-keys.ts";
import { usePresence } from "./use-presence.ts";

interface DeskProps {
  readonly item: string;
  readonly opened: TextPage;
  /** What was left on this computer and has not reached the server. */
  readonly draft: Draft | undefined;
  readonly onReload: () => void;
}

type Sheet = "history" | "aid" | "proposal" | undefined;
type DeskState = ReturnType<typeof useDesk>;

/** The desk of one page. */
export function Desk({ item, opened, draft, onReload }: DeskProps) {
  const desk = useDesk(opened, draft);
  const { presence, takeOver } = usePresence(opened.page, opened.presence);
  const [sheet, setSheet] = useState<Sheet>();
  const [toolsAsked, setToolsAsked] = useState(0);
  const [isLevel, setIsLevel] = useState(() => !canWriteVertically());
  const turn = (to: string | null): void => {
    if (to !== null) go(`/items/${encodeURIComponent(item)}/pages/${to}/text`);
  };
  useKeys(desk, opened, {
    turn,
    aid: () => setSheet("aid"),
    tools: () => setToolsAsked((count) => count + 1),
  });
  useFontsOf(desk);
  useWorkLog(desk.isReadOnly ? undefined : { kind: "text-review", item, page: opened.page });
  return (
    <section class="text-review">
      <DeskBar
        item={item}
        opened={opened}
        state={desk.review}
        status={desk.status}
        presence={presence}
        isReadOnly={desk.isReadOnly}
        isLevel={isLevel}
        hasPast={desk.state.past.length > 0}
        hasFuture={desk.state.future.length > 0}
        onLevel={() => setIsLevel((is) => !is)}
        onUndo={() => desk.dispatch({ do: "undo" })}
        onRedo={() => desk.dispatch({ do: "redo" })}
        onStep={async (step) => {
          if ((await desk.step(step)) && step === "reopen") onReload();
        }}
        onTurn={turn}
        onTakeOver={takeOver}
        onSheet={setSheet}
      />
      <ToolRow desk={desk} asked={toolsAsked} />
      <Beside desk={desk} opened={opened} isLevel={isLevel} />
      <Foot desk={desk} opened={opened} />
      <Sheets desk={desk} opened={opened} sheet={sheet} onClose={() => setSheet(undefined)} />
      <Conflict desk={desk} opened={opened} />
    </section>
  );
}

interface Ways {
  readonly turn: (to: string | null) => void;
  readonly aid: () => void;
  readonly tools: () => void;
}

function useKeys(desk: DeskState, opened: TextPage, { turn, aid, tools }: Ways): void {
  useDeskKeys({
    nextDoubt: () => desk.goDoubt(1),
    previousDoubt: () => desk.goDoubt(-1),
    candidate: (index) => {
      const candidate = desk.placed && candidatesOf(desk.placed)[index];
      if (candidate) desk.take(candidate.text);
    },
    column: desk.goColumn,
    done: async () => {
      if (!desk.isReadOnly && (await desk.step("correct"))) turn(opened.next);
    },
    save: () => void desk.saver.flush(),
    page: (way) => turn(way === 1 ? opened.next : opened.previous),
    aid,
    tools,
    undo: () => desk.dispatch({ do: "undo" }),
    redo: () => desk.dispatch({ do: "redo" }),
    layer: focusLayer,
  });
}

function useFontsOf({ state: { page } }: DeskState): void {
  useMemo(() => {
    const alternatives = page.columns.flatMap(({ characters }) => characters.flatMap((each) => each.alternatives));
    needFonts(...page.columns.map(({ text }) => text), ...alternatives.map(({ text }) => text));
  }, [page]);
}

function ToolRow({ desk, asked }: { readonly desk: DeskState; readonly asked: number }) {
  if (desk.isReadOnly) return null;
  const { state, pointing, pointed, change, setPointing, setPointed } = desk;
  return (
    <div class="tool-row">
      <ColumnTools
        asked={asked}
        page={state.page}
        caret={state.caret}
        marked={state.marked}
        pointing={pointing}
        pointed={pointed}
        change={change}
        onPointing={setPointing}
        onPointed={setPointed}
      />
      <MarkButtons isReadOnly={false} onWrap={desk.wrap} />
    </div>
  );
}

interface BesideProps {
  readonly desk: DeskState;
  readonly opened: TextPage;
  readonly isLevel: boolean;
}

/** Picture and text side by side. */
function Beside({ desk, opened, isLevel }: BesideProps) {
  const { page, caret, marked } = desk.state;
  const numbered = useMemo(
    () => page.columns.map(({ id, box, kind }, index) => ({ id, box, kind, order: index + 1 })),
    [page.columns],
  );
  return (
    <div class="beside">
      <PagePicture
        page={opened.page}
        label={say("picture")}
        columns={numbered}
        active={caret?.column}
        marked={desk.pointed ?? marked}
        focus={desk.placed?.character.box ?? desk.column?.box}
        pointing={desk.isReadOnly ? "choose" : desk.pointing}
        onChoose={(id, isAdding) => desk.choose(id, 0, isAdding)}
        onPoint={(x, y) => {
          if (caret) desk.change((all) => splitAt(all, caret.column, x, y));
          desk.setPointing("choose");
        }}
        onDraw={(box) => {
          desk.change((all) => drawn(all, box, caret));
          desk.setPointing("choose");
        }}
      />
      <ColumnPane
        page={opened.page}
        columns={page}
        script={opened.content.script}
        caret={caret}
        marked={desk.pointed ?? marked}
        isLevel={isLevel}
        isReadOnly={desk.isReadOnly}
        onChoose={desk.choose}
        onType={desk.write}
        onCaret={(offset) => caret && caret.offset !== offset && desk.move({ column: caret.column, offset })}
      />
    </div>
  );
}

/** Candidates for the character at the caret, and the further layers of its column. */
function Foot({ desk, opened }: { readonly desk: DeskState; readonly opened: TextPage }) {
  const { caret } = desk.state;
  const [alike, setAlike] = useState<Correction>();
  const correction = desk.isReadOnly ? undefined : machineReadingAt(opened.shown, desk.placed);
  const doubts = useMemo(() => doubtsOf(desk.state.page), [desk.state.page]);
  return (
    <>
      <CandidateBar
        page={opened.page}
        placed={desk.placed}
        onAlike={correction && (() => setAlike(correction))}
        doubts={{ left: doubts.length, at: placeAmong(doubts, caret) }}
        isReadOnly={desk.isReadOnly}
        onTake={desk.take}
      />
      {alike && <LookAlikes opened={opened} correction={alike} onClose={() => setAlike(undefined)} />}
      <LayerFields
        column={desk.column}
        isReadOnly={desk.isReadOnly}
        onChange={(layer, text) => caret && desk.change((all) => setLayer(all, caret.column, layer, text))}
      />
    </>
  );
}

interface SheetsProps {
  readonly desk: DeskState;
  readonly opened: TextPage;
  readonly sheet: Sheet;
  readonly onClose: () => void;
}

function Sheets({ desk, opened, sheet, onClose }: SheetsProps) {
  const { content, isReadOnly } = desk;
  if (sheet === "aid") return <InputAid onInsert={(text) => desk.wrap(text, "")} onClose={onClose} />;
  if (sheet === "history") {
    const take = (earlier: typeof content): void => {
      desk.replace(earlier);
      onClose();
    };
    return <HistoryView page={opened.page} now={content} isReadOnly={isReadOnly} onTake={take} onClose={onClose} />;
  }
  if (sheet !== "proposal" || !opened.proposal) return null;
  return (
    <ProposalView
      mine={content}
      proposed={opened.proposal.content}
      onTake={(mine, proposed) => desk.change((all) => takeProposed(all, mine, proposed, content.script))}
      onClose={onClose}
    />
  );
}

function Conflict({ desk: { status, settle }, opened }: { readonly desk: DeskState; readonly opened: TextPage }) {
  if (status.at !== "conflict") return null;
  const base = status.base?.content ?? opened.content;
  if (mergeTexts(base, status.theirs.content, status.mine).conflicts.length === 0) return null;
  const { theirs, mine } = status;
  return <ConflictView base={base} theirs={theirs} mine={mine} onSettle={(merged) => settle(theirs.number, merged)} />;
}

const placeAmong = (doubts: readonly Caret[], caret: Caret | undefined): number =>
  doubts.findIndex(({ column, offset }) => column === caret?.column && offset >= (caret?.offset ?? 0)) + 1;

/** From the column to its phiên âm, and back. */
function focusLayer(): void {
  const field = document.querySelector<HTMLElement>("[data-layer=phienAm]");
  if (document.activeElement === field) document.querySelector<HTMLElement>(".column-text textarea")?.focus();
  else field?.focus();
}
