/** Repairing columns and their order: every tool is one step that can be undone. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { setKind } from "../../../../pipeline/columns/change-column.ts";
import type { Column, PageColumns } from "../../../../pipeline/columns/column.ts";
import { makeDouble, undoDouble } from "../../../../pipeline/columns/double-columns.ts";
import { deleteColumn, restoreColumn } from "../../../../pipeline/columns/draw-column.ts";
import { mergeColumns } from "../../../../pipeline/columns/merge-columns.ts";
import { moveColumns, orderAsPointed } from "../../../../pipeline/columns/move-columns.ts";
import { sortColumns } from "../../../../pipeline/columns/sort-columns.ts";
import { splitColumn } from "../../../../pipeline/columns/split-column.ts";
import { say } from "../../words/text.ts";
import { placedCharacters } from "./doubts.ts";
import type { Caret } from "./editor-state.ts";

/** What the pointer does on the picture. */
export type Pointing = "choose" | "split" | "draw";

interface ColumnToolsProps {
  /** How often a key has asked for the tools. */
  readonly asked: number;
  readonly page: PageColumns;
  readonly caret: Caret | undefined;
  readonly marked: readonly string[];
  readonly pointing: Pointing;
  /** Columns pointed at so far, while an order is being pointed out. */
  readonly pointed: readonly string[] | undefined;
  readonly change: (change: (page: PageColumns) => PageColumns) => void;
  readonly onPointing: (pointing: Pointing) => void;
  readonly onPointed: (pointed: readonly string[] | undefined) => void;
}

const KINDS: readonly Column["kind"][] = ["body", "commentary", "running-title", "head-note"];

/** The tools, folded away until they are wanted; a key unfolds them and stands on the first. */
export function ColumnTools(props: ColumnToolsProps) {
  const { asked } = props;
  const [isOpen, setIsOpen] = useState(false);
  const own = useRef<HTMLDetailsElement>(null);
  const answered = useRef(asked);
  useLayoutEffect(() => {
    if (asked === answered.current) return;
    if (!isOpen) return setIsOpen(true);
    answered.current = asked;
    own.current?.querySelector("button")?.focus();
  }, [asked, isOpen]);
  return (
    <details ref={own} class="column-tools" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{say("tools")}</summary>
      {isOpen && <Tools {...props} />}
    </details>
  );
}

function Tools(props: ColumnToolsProps) {
  const { page, pointed, change, onPointed } = props;
  return (
    <div class="tools">
      <button type="button" onClick={() => change((all) => sortColumns(all, { by: "columns" }))}>
        {say("toolSort")}
      </button>
      <button type="button" onClick={() => change((all) => sortColumns(all, { by: "registers" }))}>
        {say("toolSortTiers")}
      </button>
      {pointed === undefined ? (
        <button type="button" onClick={() => onPointed([])}>
          {say("toolPoint")}
        </button>
      ) : (
        <button
          type="button"
          class="main"
          onClick={() => {
            change((all) => orderAsPointed(all, pointed));
            onPointed(undefined);
          }}
        >
          {say("toolPointDone", { count: pointed.length })}
        </button>
      )}
      <OwnTools {...props} />
      {page.setAside.length > 0 && (
        <button type="button" onClick={() => change((all) => restoreColumn(all, all.setAside.at(-1)?.id ?? ""))}>
          {say("toolRestore", { count: page.setAside.length })}
        </button>
      )}
    </div>
  );
}

/** Tools for the column under work. */
function OwnTools({ page, caret, marked, pointing, change, onPointing }: ColumnToolsProps) {
  const index = page.columns.findIndex(({ id }) => id === caret?.column);
  const column = page.columns[index];
  const next = page.columns[index + 1];
  const chosen = marked.length > 1 ? marked : [];
  const toggle = (mode: Pointing): void => onPointing(pointing === mode ? "choose" : mode);
  return (
    <>
      <button type="button" aria-pressed={pointing === "draw"} onClick={() => toggle("draw")}>
        {say("toolDraw")}
      </button>
      {column && caret && (
        <>
          <button type="button" disabled={index === 0} onClick={() => change((all) => earlier(all, index))}>
            {say("toolEarlier")}
          </button>
          <button type="button" disabled={!next} onClick={() => change((all) => later(all, index))}>
            {say("toolLater")}
          </button>
          <button
            type="button"
            onClick={() => change((all) => splitColumn(all, column.id, { character: charactersBefore(column, caret) }))}
          >
            {say("toolSplit")}
          </button>
          <button type="button" aria-pressed={pointing === "split"} onClick={() => toggle("split")}>
            {say("toolSplitHere")}
          </button>
          {chosen.length > 1 ? (
            <button type="button" onClick={() => change((all) => mergeColumns(all, chosen))}>
              {say("toolMergeMarked", { count: chosen.length })}
            </button>
          ) : (
            <button
              type="button"
              disabled={!next}
              onClick={() => next && change((all) => mergeColumns(all, [column.id, next.id]))}
            >
              {say("toolMerge")}
            </button>
          )}
          <button type="button" onClick={() => change((all) => deleteColumn(all, column.id))}>
            {say("toolDelete")}
          </button>
          <DoubleTool page={page} column={column} change={change} />
          <label>
            {say("toolKind")}{" "}
            <select
              value={column.kind}
              onChange={(event) => {
                const kind = event.currentTarget.value as Column["kind"];
                change((all) => setKind(all, column.id, kind));
              }}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {say(`kind_${kind}`)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
    </>
  );
}

interface DoubleToolProps {
  readonly page: PageColumns;
  readonly column: Column;
  readonly change: ColumnToolsProps["change"];
}

function DoubleTool({ page, column, change }: DoubleToolProps) {
  const parent = column.parent ?? (page.columns.some((each) => each.parent === column.id) ? column.id : undefined);
  if (parent !== undefined) {
    return (
      <button type="button" onClick={() => change((all) => undoDouble(all, parent))}>
        {say("toolUndoDouble")}
      </button>
    );
  }
  return (
    <button type="button" onClick={() => change((all) => makeDouble(all, column.id))}>
      {say("toolDouble")}
    </button>
  );
}

/** Characters before the caret. */
const charactersBefore = (column: Column, { offset }: Caret): number =>
  placedCharacters(column).filter(({ end }) => end <= offset).length;

function earlier(page: PageColumns, index: number): PageColumns {
  const [before, own] = [page.columns[index - 1], page.columns[index]];
  return before && own ? moveColumns(page, [own.id], before.id) : page;
}

function later(page: PageColumns, index: number): PageColumns {
  const own = page.columns[index];
  return own ? moveColumns(page, [own.id], page.columns[index + 2]?.id) : page;
}
