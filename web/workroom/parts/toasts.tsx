/** Short notices that come up at the foot of the page and are read out. */
import { useEffect, useState } from "preact/hooks";
import { say } from "../words/frame.ts";

interface Toast {
  readonly number: number;
  readonly text: string;
  readonly tone: "good" | "bad";
}

/** How long a good notice stays; a bad one stays until it is closed. */
const GOOD_MILLISECONDS = 5000;
let next = 0;

/** Say something shortly. */
export function toast(text: string, tone: Toast["tone"] = "good"): void {
  next += 1;
  dispatchEvent(new CustomEvent<Toast>("sohoa-toast", { detail: { number: next, text, tone } }));
}

/** Where they come up. */
export function Toasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  useEffect(() => {
    const drop = (number: number): void => setToasts((all) => all.filter((each) => each.number !== number));
    const come = (event: Event): void => {
      const { detail } = event as CustomEvent<Toast>;
      setToasts((all) => [...all, detail].slice(-4));
      if (detail.tone === "good") setTimeout(() => drop(detail.number), GOOD_MILLISECONDS);
    };
    addEventListener("sohoa-toast", come);
    return () => removeEventListener("sohoa-toast", come);
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map(({ number, text, tone }) => (
        <p key={number} class={`toast is-${tone}`}>
          {text}{" "}
          <button type="button" class="plain" onClick={() => setToasts((all) => all.filter((each) => each.number !== number))}>
            {say("close")}
          </button>
        </p>
      ))}
    </div>
  );
}
