/** The keys of the desk. */
import { useMemo, useRef } from "preact/hooks";
import { type Shortcut, useShortcuts } from "../../keys.ts";
import { say } from "../../words/text.ts";
import { MOST_CANDIDATES } from "./candidate-bar.tsx";

interface DeskKeys {
  readonly nextDoubt: () => void;
  readonly previousDoubt: () => void;
  readonly candidate: (index: number) => void;
  readonly column: (way: 1 | -1) => void;
  readonly done: () => unknown;
  readonly save: () => void;
  readonly page: (way: 1 | -1) => void;
  readonly aid: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly layer: () => void;
  readonly tools: () => void;
}

/** In the column Tab goes from doubt to doubt; anywhere else it is the browser's. */
const isInColumn = ({ target }: KeyboardEvent): boolean => target instanceof Element && target.matches(".column-text textarea");

/** Take them as long as the desk is there. Left is left: in pages read from right to left the next column is the left one. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  const shortcuts = useMemo((): readonly Shortcut[] => {
    const own = (): DeskKeys => latest.current;
    const numbers = Array.from({ length: MOST_CANDIDATES }, (_, index) => ({
      key: `Alt+${index + 1}`,
      words: say("keyCandidate"),
      run: () => own().candidate(index),
    }));
    return [
      { key: "Tab", words: say("keyNextDoubt"), run: () => own().nextDoubt(), when: isInColumn },
      { key: "Shift+Tab", words: say("keyPreviousDoubt"), run: () => own().previousDoubt(), when: isInColumn },
      ...numbers,
      { key: "Ctrl+ArrowLeft", words: say("keyNextColumn"), run: () => own().column(1) },
      { key: "Ctrl+ArrowRight", words: say("keyPreviousColumn"), run: () => own().column(-1) },
      { key: "Ctrl+Enter", words: say("keyDone"), run: () => void own().done() },
      { key: "Ctrl+s", words: say("keySave"), run: () => own().save() },
      { key: "Ctrl+z", words: say("undo"), run: () => own().undo() },
      { key: "Ctrl+y", words: say("redo"), run: () => own().redo() },
      { key: "Ctrl+Shift+z", words: say("redo"), run: () => own().redo() },
      { key: "PageDown", words: say("keyPage"), run: () => own().page(1) },
      { key: "PageUp", words: say("keyPage"), run: () => own().page(-1) },
      { key: "Alt+k", words: say("keyAid"), run: () => own().aid() },
      { key: "Alt+p", words: say("keyPhienAm"), run: () => own().layer() },
      { key: "Alt+c", words: say("keyTools"), run: () => own().tools() },
    ];
  }, []);
  useShortcuts(shortcuts);
}
