/**
 * Keys of a screen. Nothing is done while an input method composes: its keys belong to the text. Keys without Ctrl, Alt or Meta are
 * not taken while somebody types.
 */
import { useLayoutEffect } from "preact/hooks";

/** A key and what it does; `key` is such as "Alt+k", "Ctrl+Enter", "ArrowLeft", "?". Alt with a letter goes by the place of the key. */
export interface Shortcut {
  readonly key: string;
  readonly words: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Where it holds; everywhere on the screen without it. */
  readonly when?: (event: KeyboardEvent) => boolean;
}

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT"]);
let shown: readonly Shortcut[] = [];

/** The keys of the screen that is open, for the sheet that lists them. */
export const shortcutsHere = (): readonly Shortcut[] => shown;

/** Give the screen these keys for as long as it is there: from the moment that it is seen, not a frame later. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useLayoutEffect(() => {
    shown = shortcuts;
    const pressed = (event: KeyboardEvent): void => {
      if (isOfInputMethod(event)) return;
      const name = nameOf(event);
      const found = shortcuts.find((each) => each.key === name);
      if (!found || !(found.when?.(event) ?? (!isPlain(event) || !isTyping(event)))) return;
      event.preventDefault();
      found.run(event);
    };
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("keydown", pressed);
      if (shown === shortcuts) shown = [];
    };
  }, [shortcuts]);
}

/** True while the keys go into a composition. Browsers that do not say so use key code 229. */
export function isOfInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

const isPlain = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.altKey && !event.metaKey && !/^F\d/.test(event.key);

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && (TYPED.has(target.tagName) || target.isContentEditable);
}

function nameOf(event: KeyboardEvent): string {
  // Alt changes the letter on some keyboards, and input methods change digits: the place of the key counts.
  const placed = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1]?.toLowerCase();
  const key = event.altKey && placed !== undefined ? placed : event.key;
  const own = key.length === 1 ? key.toLowerCase() : key;
  const shift = event.shiftKey && key.length > 1 ? "Shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${own}`;
}
