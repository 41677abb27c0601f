/** The page on the desk: which column and character is worked on, and every step back. Pure; nothing here knows the browser. */
import type { PageColumns } from "../../../../pipeline/columns/column.ts";

/** A place in the text: a column, and how many code units of its text stand before the caret. */
export interface Caret {
  readonly column: string;
  readonly offset: number;
}

/** The desk. */
export interface EditorState {
  readonly page: PageColumns;
  readonly caret: Caret | undefined;
  /** Columns that a tool works on beside the active one. */
  readonly marked: readonly string[];
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  /** Counts every change of the page, so that a saver knows what is newer. */
  readonly changes: number;
}

interface Step {
  readonly page: PageColumns;
  readonly caret: Caret | undefined;
}

/** What can be done at the desk. */
export type EditorAction =
  | { readonly do: "change"; readonly change: (page: PageColumns) => PageColumns; readonly caret?: Caret }
  | { readonly do: "move"; readonly caret: Caret | undefined }
  | { readonly do: "mark"; readonly columns: readonly string[] }
  | { readonly do: "undo" }
  | { readonly do: "redo" }
  /** Another text altogether: loaded, merged, taken from a proposal. Can be undone. */
  | { readonly do: "replace"; readonly page: PageColumns };

/** A desk with a page fresh from the server. */
export function openDesk(page: PageColumns): EditorState {
  const [first] = page.columns;
  return { page, caret: first && { column: first.id, offset: 0 }, marked: [], past: [], future: [], changes: 0 };
}

/** The desk after an action; the very same where nothing happened. */
export function editorReducer(state: EditorState, action: EditorAction): EditorState {
  if (action.do === "change") return changed(state, action.change(state.page), action.caret ?? state.caret);
  if (action.do === "replace") return changed(state, action.page, state.caret);
  if (action.do === "move") return { ...state, caret: action.caret };
  if (action.do === "mark") return { ...state, marked: action.columns };
  return action.do === "undo" ? back(state) : forth(state);
}

function changed(state: EditorState, page: PageColumns, caret: Caret | undefined): EditorState {
  if (page === state.page) return state;
  const past = [...state.past, { page: state.page, caret: state.caret }];
  const ids = new Set(page.columns.map(({ id }) => id));
  const marked = state.marked.filter((id) => ids.has(id));
  return { page, caret: within(page, caret), marked, past, future: [], changes: state.changes + 1 };
}

function back(state: EditorState): EditorState {
  const step = state.past.at(-1);
  if (!step) return state;
  const future = [...state.future, { page: state.page, caret: state.caret }];
  return { ...state, ...step, past: state.past.slice(0, -1), future, changes: state.changes + 1 };
}

function forth(state: EditorState): EditorState {
  const step = state.future.at(-1);
  if (!step) return state;
  const past = [...state.past, { page: state.page, caret: state.caret }];
  return { ...state, ...step, past, future: state.future.slice(0, -1), changes: state.changes + 1 };
}

/** The caret, as long as its column is there; else the beginning of the first. */
function within(page: PageColumns, caret: Caret | undefined): Caret | undefined {
  const column = page.columns.find(({ id }) => id === caret?.column);
  if (column && caret) return { column: column.id, offset: Math.min(caret.offset, column.text.length) };
  const [first] = page.columns;
  return first && { column: first.id, offset: 0 };
}
