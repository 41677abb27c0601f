/** The keys of the record desk, and the sheet that lists them. */
import { useMemo } from "preact/hooks";
import { useShortcuts } from "../../keys.ts";
import { say } from "../../words/record.ts";
import { inputId } from "./field-control.tsx";
import type { OpenDesk } from "./use-desk.ts";

/** What keys do. */
interface Keys {
  readonly form: { readonly current: HTMLFormElement | null };
  readonly saver: OpenDesk["saver"];
  readonly onSign: () => void;
  readonly onHistory: () => void;
  readonly onTransfer: () => void;
}

/** Give the screen its keys. */
export function useRecordKeys({ form, saver, onSign, onHistory, onTransfer }: Keys): void {
  const focus = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();
  const shortcuts = useMemo(
    () => [
      { key: "Ctrl+Enter", words: say("keySign"), run: onSign },
      { key: "Ctrl+s", words: say("keySave"), run: () => void saver.flush() },
      { key: "Alt+e", words: say("keyIssues"), run: () => focus(document.querySelector("#issues a") ? "#issues a" : "#issues") },
      { key: "Alt+1", words: say("group_identity"), run: () => focus(`#${inputId("profile")}`) },
      {
        key: "Alt+2",
        words: say("group_shape"),
        run: () => focus("fieldset:nth-of-type(2) .body input, fieldset:nth-of-type(2) .body select"),
      },
      {
        key: "Alt+3",
        words: say("group_matter"),
        run: () => focus("fieldset:nth-of-type(3) .body input, fieldset:nth-of-type(3) .body select"),
      },
      { key: "Alt+4", words: say("strip"), run: () => focus(".strip button[tabindex='0']") },
      { key: "Alt+5", words: say("contents"), run: () => focus(".contents-panel button") },
      { key: "Alt+y", words: say("history"), run: onHistory },
      { key: "Alt+x", words: say("transfer"), run: onTransfer },
      // The form answers to these by itself, for the field that the focus is in; here they are for the sheet of keys.
      ...(["n", "Delete", "l", "d", "h"] as const).map((key) => ({
        key: `Alt+${key}`,
        words: say(`keyForm_${key}`),
        run: () => {},
      })),
    ],
    [form, saver, onSign, onHistory, onTransfer],
  );
  useShortcuts(shortcuts);
}
