/** Tells the server every half minute how long somebody really worked at a desk, and once more when the desk is left. */
import { useEffect } from "preact/hooks";
import { ActiveTime } from "./active-time.ts";
import { post, postLeaving, Refusal } from "./api.ts";

/** What is worked at. */
export interface WorkPlace {
  readonly kind: "text-review" | "metadata-entry" | "quality";
  readonly item: string;
  readonly page?: string;
}

const BEAT_MILLISECONDS = 30_000;
/** The server takes an hour at a time. */
const MOST_SECONDS = 3600;
const SIGNS_OF_LIFE = ["keydown", "input", "pointerdown", "pointermove", "wheel"] as const;

/** Count for as long as the desk is there; without a place nothing is counted. */
export function useWorkLog(place: WorkPlace | undefined): void {
  const { kind, item, page } = place ?? {};
  useEffect(() => {
    if (kind === undefined || item === undefined) return;
    const path = `/api/items/${encodeURIComponent(item)}/work`;
    const bodyOf = (seconds: number) => ({ kind, seconds, ...(page !== undefined && { page }) });
    const time = new ActiveTime(performance.now());
    const touched = (): void => time.touch(performance.now());
    const beat = (): void => {
      const seconds = time.take(MOST_SECONDS);
      if (seconds === 0) return;
      post(path, bodyOf(seconds)).catch((thrown: unknown) => {
        if (thrown instanceof Refusal && (thrown.isPassing || thrown.status === 401)) time.giveBack(seconds);
      });
    };
    const left = (): void => {
      const seconds = time.take(MOST_SECONDS);
      if (seconds > 0) postLeaving(path, bodyOf(seconds));
    };
    const timer = setInterval(beat, BEAT_MILLISECONDS);
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, touched, { capture: true, passive: true });
    addEventListener("pagehide", left);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, touched, { capture: true });
      removeEventListener("pagehide", left);
      left();
    };
  }, [kind, item, page]);
}
