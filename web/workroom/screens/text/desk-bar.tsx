/** Which page this is, where its text is, who else is at it, and what can be done with it as a whole. */
import type { TextState } from "../../../../pipeline/text-version.ts";
import { useMay, useMe } from "../../me.ts";
import { linkTo } from "../../router.ts";
import { say } from "../../words/text.ts";
import { clockTime } from "../../words/words.ts";
import { SaveBadge } from "./save-badge.tsx";
import type { SaveStatus } from "./saver.ts";
import type { Presence, TextPage } from "./text-page.ts";

interface DeskBarProps {
  readonly item: string;
  readonly opened: TextPage;
  readonly state: TextState;
  readonly status: SaveStatus;
  readonly presence: Presence;
  readonly isReadOnly: boolean;
  readonly isLevel: boolean;
  readonly hasPast: boolean;
  readonly hasFuture: boolean;
  readonly onLevel: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onStep: (step: "correct" | "approve" | "reopen") => unknown;
  readonly onTurn: (page: string | null) => void;
  readonly onTakeOver: () => void;
  readonly onSheet: (sheet: "history" | "aid" | "proposal") => void;
}

/** The bar. */
export function DeskBar(props: DeskBarProps) {
  const { item, opened, state, status, isReadOnly, onTurn, onSheet } = props;
  return (
    <header class="desk-bar">
      <h1>{say("title", { shelfmark: opened.shelfmark, label: opened.label })}</h1>
      <p class="tools">
        <a href={linkTo(`/items/${encodeURIComponent(item)}`)}>{say("back")}</a>
        <button
          type="button"
          disabled={opened.previous === null}
          onClick={() => onTurn(opened.previous)}
          aria-label={say("previous")}
        >
          ‹
        </button>
        <button type="button" disabled={opened.next === null} onClick={() => onTurn(opened.next)} aria-label={say("next")}>
          ›
        </button>
        <span class="review-state" data-state={state}>
          {say(`state_${state}`)}
        </span>
        <SaveBadge status={status} />
        <span class="filler" />
        {!isReadOnly && (
          <>
            <button type="button" disabled={!props.hasPast} onClick={props.onUndo} aria-label={say("undo")} title={say("undo")}>
              ↶
            </button>
            <button type="button" disabled={!props.hasFuture} onClick={props.onRedo} aria-label={say("redo")} title={say("redo")}>
              ↷
            </button>
            <button type="button" onClick={() => onSheet("aid")}>
              {say("inputAid")}
            </button>
          </>
        )}
        <button type="button" onClick={() => onSheet("history")}>
          {say("history")}
        </button>
        <button type="button" onClick={props.onLevel}>
          {say(props.isLevel ? "upright" : "level")}
        </button>
        <Steps {...props} />
      </p>
      <Notices {...props} />
    </header>
  );
}

function Steps({ state, isReadOnly, onStep, opened }: DeskBarProps) {
  const mayEdit = useMay("edit-text");
  const mayApprove = useMay("approve");
  const isDone = state === "corrected";
  return (
    <>
      {!isReadOnly && !isDone && (
        <button type="button" class="main" onClick={() => onStep("correct")}>
          {say("markReviewed")}
        </button>
      )}
      {isDone && mayApprove && opened.needsSecondPerson && (
        <button type="button" class="main" onClick={() => onStep("approve")}>
          {say("approve")}
        </button>
      )}
      {(state === "approved" || state === "locked") && mayEdit && (
        <button type="button" onClick={() => onStep("reopen")}>
          {say("reopen")}
        </button>
      )}
    </>
  );
}

function Notices({ presence, opened, state, isReadOnly, onTakeOver, onSheet }: DeskBarProps) {
  const me = useMe();
  const { holder } = presence;
  const isHeld = holder !== undefined && !holder.isThis;
  const others = presence.present.filter(({ isThis }) => !isThis && !isHeld).map(({ account }) => account);
  return (
    <>
      {isReadOnly && (state === "approved" || state === "locked") && (
        <p class="notice">{say("readOnly", { state: say(`state_${state}`) })}</p>
      )}
      {isHeld && (
        <p class="notice">
          {holder.account === me.name ? say("heldByYou") : say("heldBy", { name: holder.account, time: clockTime(holder.since) })}{" "}
          <button type="button" onClick={onTakeOver}>
            {say("takeOver")}
          </button>
        </p>
      )}
      {others.length > 0 && <p class="notice">{say("alsoHere", { names: others.join(", ") })}</p>}
      {opened.proposal && (
        <p class="notice">
          {say("proposal")}{" "}
          <button type="button" onClick={() => onSheet("proposal")}>
            {say("proposalShow")}
          </button>
        </p>
      )}
    </>
  );
}
