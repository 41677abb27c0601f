// @ts-check
/** What is open and how: one value, kept in the address so that it can be sent to others; habits are kept in the browser. */
import { areSpreads, pages } from "./reader-book.js";

/** @typedef {"one" | "two" | "scroll"} Mode */
/** @typedef {{ index: number, mode: Mode, hasText: boolean, column: string | undefined, query: string }} State */

const MODES = ["one", "two", "scroll"];
const HABITS = "sohoa-reader";

/** @type {State} */
export let state = fromAddress();
/** @type {((now: State, before: State) => void)[]} */
const listeners = [];

/** @param {(now: State, before: State) => void} listener */
export const onChange = (listener) => listeners.push(listener);

/** @param {Partial<State>} change */
export function change(change) {
  const before = state;
  state = { ...state, ...change };
  state.index = Math.max(0, Math.min(pages.length - 1, state.index));
  // A column belongs to the page that it was chosen on.
  if (state.index !== before.index && !("column" in change)) state.column = undefined;
  if ("mode" in change || "hasText" in change) keepHabits();
  history.replaceState(null, "", `#${addressOf(state, String(state.index + 1))}`);
  for (const listener of listeners) listener(state, before);
}

/** The address of this place by the page's identifier, which stays when pages are added before it. */
export function permanentLink() {
  const { origin, pathname } = location;
  return `${origin}${pathname}#${addressOf({ ...state, query: "" }, pages[state.index].id)}`;
}

/** @param {State} state @param {string} page */
function addressOf({ mode, hasText, column, query }, page) {
  const parts = [`page=${page}`];
  if (column) parts.push(`column=${encodeURIComponent(column)}`);
  if (mode !== "one") parts.push(`view=${mode}`);
  if (hasText) parts.push("text");
  if (query) parts.push(`q=${encodeURIComponent(query)}`);
  return parts.join("&");
}

/** @returns {State} */
function fromAddress() {
  const parts = new Map(
    location.hash
      .slice(1)
      .split("&")
      .map((part) => /** @type {[string, string]} */ ([part.split("=")[0], decoded(part.slice(part.indexOf("=") + 1))])),
  );
  const habits = location.hash.length > 1 ? {} : readHabits();
  const mode = parts.get("view") ?? habits.mode ?? (parts.has("two") ? "two" : "one");
  return {
    index: indexOf(parts.get("page") ?? "1"),
    mode: MODES.includes(mode) && !(mode === "two" && areSpreads && !parts.has("view")) ? mode : "one",
    hasText: parts.has("text") || habits.hasText === true,
    column: parts.get("column"),
    query: parts.get("q") ?? "",
  };
}

/** By number, counted from 1, or by identifier. @param {string} page */
function indexOf(page) {
  const byId = pages.findIndex(({ id }) => id === page);
  if (byId >= 0) return byId;
  return Math.max(0, Math.min(pages.length - 1, (Math.trunc(Number(page)) || 1) - 1));
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Browsers may forbid to keep anything; then there are no habits. */
function readHabits() {
  try {
    return JSON.parse(localStorage.getItem(HABITS) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

function keepHabits() {
  try {
    localStorage.setItem(HABITS, JSON.stringify({ mode: state.mode, hasText: state.hasText }));
  } catch {
    // Nothing is lost but the habit.
  }
}

addEventListener("hashchange", () => {
  const before = state;
  state = fromAddress();
  for (const listener of listeners) listener(state, before);
});
