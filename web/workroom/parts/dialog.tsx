/** A dialog over the page: the browser's own element keeps the focus inside and closes on Escape. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { say } from "../words/frame.ts";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Buttons at the foot; without any there is one that closes. */
  readonly actions?: ComponentChildren;
}

/** Open as long as it is there. */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} onClose={onClose} aria-labelledby="dialog-title">
      <h2 id="dialog-title">{title}</h2>
      {children}
      <p class="actions">
        {actions ?? (
          <button type="button" onClick={onClose}>
            {say("close")}
          </button>
        )}
      </p>
    </dialog>
  );
}
