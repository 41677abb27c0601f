/** The sheet of keys: `?` anywhere outside a text, or the button in the top bar. */
import { useEffect, useState } from "preact/hooks";
import { isOfInputMethod, shortcutsHere } from "../keys.ts";
import { say } from "../words/frame.ts";
import { Dialog } from "./dialog.tsx";

/** The sheet, closed at first. */
export function ShortcutSheet() {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const open = (): void => setIsOpen(true);
    const pressed = (event: KeyboardEvent): void => {
      const isText = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key === "?" && !isText && !isOfInputMethod(event)) open();
    };
    addEventListener("sohoa-shortcuts", open);
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("sohoa-shortcuts", open);
      removeEventListener("keydown", pressed);
    };
  }, []);
  if (!isOpen) return null;
  const keys = shortcutsHere();
  return (
    <Dialog title={say("shortcutsHere")} onClose={() => setIsOpen(false)}>
      {keys.length === 0 && <p>{say("noShortcuts")}</p>}
      <dl class="keys">
        {keys.map(({ key, words }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
