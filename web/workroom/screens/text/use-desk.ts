/** The state of the desk and what keys, pointer and buttons do with it; what is drawn is none of its business. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { PageColumns } from "../../../../pipeline/columns/column.ts";
import type { TextState, WorkingText } from "../../../../pipeline/text-version.ts";
import { mergeTexts } from "../../../../pipeline/text-version-merge.ts";
import { Refusal } from "../../api.ts";
import { useMay } from "../../me.ts";
import { toast } from "../../parts/toasts.tsx";
import { say } from "../../words/text.ts";
import type { Pointing } from "./column-tools.tsx";
import { characterAtCaret, doubtFrom } from "./doubts.ts";
import type { Draft } from "./draft.ts";
import { type Caret, editorReducer, openDesk } from "./editor-state.ts";
import { fits, takeCandidate, typed, wrapped } from "./edits.ts";
import type { Saver, SaveStatus } from "./saver.ts";
import { type TextPage, takeStep } from "./text-page.ts";
import { useSaver } from "./use-saver.ts";
import { contentOf, pageOf } from "./working-page.ts";

const CLOSED: readonly TextState[] = ["approved", "locked"];

/** The step that a button of the bar takes. */
export type ReviewStep = "correct" | "approve" | "reopen";

/** Everything about one open page; see the functions below for its parts. */
export function useDesk(opened: TextPage, draft: Draft | undefined) {
  const start = draft?.content ?? opened.content;
  const [state, dispatch] = useReducer(editorReducer, undefined, () => openDesk(pageOf(start, opened.shown)));
  const { saver, status } = useSaver(opened);
  const [review, setReview] = useState<TextState>(opened.state);
  const isReadOnly = !useMay("edit-text") || CLOSED.includes(review);
  const content = useMemo(() => contentOf(state.page, opened.content), [state.page]);
  const change = useCallback((apply: (before: PageColumns) => PageColumns, caret?: Caret) => {
    dispatch({ do: "change", change: apply, ...(caret && { caret }) });
  }, []);
  const move = useCallback((caret: Caret | undefined) => {
    if (caret) dispatch({ do: "move", caret });
  }, []);
  const handed = useRef(0);
  // Before the next key: "save" and "done" pressed right after a character must find it with the saver.
  useLayoutEffect(() => {
    if (state.changes === handed.current) return;
    handed.current = state.changes;
    saver.change(content);
    setReview((before) => (before === "untouched" || before === "corrected" ? "in-work" : before));
  }, [state.changes]);
  useLayoutEffect(() => {
    if (draft) saver.settle(draft.base, draft.content);
  }, []);
  const replace = useCallback((text: WorkingText) => dispatch({ do: "replace", page: pageOf(text, opened.shown) }), []);
  const settle = useMergedSave(opened, status, saver, (text) => {
    handed.current += 1;
    replace(text);
  });
  const desk = { state, dispatch, change, move, content, saver, status, review, isReadOnly, replace, settle };
  return { ...desk, ...usePointer(desk), ...useWriting(desk, opened), step: useReview(desk, opened, setReview) };
}

/** What the parts below share. */
interface DeskCore {
  readonly state: ReturnType<typeof openDesk>;
  readonly dispatch: (action: Parameters<typeof editorReducer>[1]) => void;
  readonly change: (apply: (before: PageColumns) => PageColumns, caret?: Caret) => void;
  readonly move: (caret: Caret | undefined) => void;
  readonly saver: Saver;
  readonly isReadOnly: boolean;
}

/** Somebody else saved first: what both changed at different places is brought together unasked, and told. */
function useMergedSave(opened: TextPage, status: SaveStatus, saver: Saver, show: (text: WorkingText) => void) {
  const settle = useCallback((base: number, merged: WorkingText) => {
    show(merged);
    saver.settle(base, merged);
  }, []);
  useEffect(() => {
    if (status.at !== "conflict") return;
    const merge = mergeTexts(status.base?.content ?? opened.content, status.theirs.content, status.mine);
    if (merge.conflicts.length > 0) return;
    toast(say("conflictAuto", { name: status.theirs.author }));
    settle(status.theirs.number, { ...status.theirs.content, columns: merge.columns });
  }, [status]);
  return settle;
}

/** Choosing columns in the text and on the picture. */
function usePointer({ state, dispatch, move, saver }: DeskCore) {
  const [pointing, setPointing] = useState<Pointing>("choose");
  const [pointed, setPointed] = useState<readonly string[]>();
  const { caret, marked } = state;
  const choose = useCallback(
    (id: string, offset: number, isAdding: boolean) => {
      if (pointed !== undefined) return setPointed([...pointed.filter((each) => each !== id), id]);
      if (isAdding) {
        const all = marked.length === 0 && caret ? [caret.column] : marked;
        return dispatch({ do: "mark", columns: all.includes(id) ? all.filter((each) => each !== id) : [...all, id] });
      }
      if (id !== caret?.column) void saver.flush();
      dispatch({ do: "mark", columns: [] });
      move({ column: id, offset });
    },
    [pointed, marked, caret?.column],
  );
  const step = (way: 1 | -1): void => {
    const index = state.page.columns.findIndex(({ id }) => id === caret?.column);
    const next = state.page.columns[index + way];
    if (next) choose(next.id, 0, false);
  };
  return { pointing, setPointing, pointed, setPointed, choose, goColumn: step };
}

/** Typing, candidates, marks, doubts. */
function useWriting({ state, change, move, isReadOnly }: DeskCore, { content: { script } }: TextPage) {
  const { page, caret } = state;
  const column = page.columns.find(({ id }) => id === caret?.column);
  const placed = characterAtCaret(column, caret?.offset ?? 0);
  const write = (text: string, offset: number): boolean => {
    if (!caret || isReadOnly) return false;
    if (fits(text)) change((all) => typed(all, caret.column, text, script), { column: caret.column, offset });
    else toast(say("tooLong"), "bad");
    return fits(text);
  };
  return {
    column,
    placed,
    write,
    take: (text: string): void => {
      if (!caret || !placed || isReadOnly) return;
      const next = { column: caret.column, offset: placed.start + text.length };
      change((all) => takeCandidate(all, caret.column, placed, text, script), next);
      move(next);
    },
    wrap: (before: string, after: string): void => {
      const field = document.querySelector<HTMLTextAreaElement>(".column-text textarea");
      if (!field) return;
      const { text, offset } = wrapped(field.value, field.selectionStart, field.selectionEnd, [before, after]);
      write(text, offset);
    },
    goDoubt: (way: 1 | -1): void => move(doubtFrom(page, caret, way)),
  };
}

/** Steps of the review. What is not saved yet is saved first; false when it did not come to the step. */
function useReview({ saver }: DeskCore, { page, label }: TextPage, setReview: (state: TextState) => void) {
  return async (which: ReviewStep): Promise<boolean> => {
    try {
      await saver.flush();
      if (saver.hasUnsaved) return false;
      const { state } = await takeStep(page, which, saver.base);
      setReview(state);
      if (which !== "reopen") toast(say(state === "approved" ? "approvedToast" : "reviewedToast", { label }));
      return true;
    } catch (thrown) {
      toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad");
      return false;
    }
  };
}
