/** Tells the server every half minute that the page is open, and who else is at it. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { beat, leave, type Presence } from "./text-page.ts";
import { CLIENT } from "./use-saver.ts";

const BEAT_MILLISECONDS = 30_000;

/** Who is at the page, and a way to take it over. */
export function usePresence(page: string, first: Presence): { readonly presence: Presence; readonly takeOver: () => void } {
  const [presence, setPresence] = useState(first);
  const tell = useCallback(
    (takeOver: boolean) => {
      beat(page, CLIENT, takeOver).then(setPresence, () => {});
    },
    [page],
  );
  useEffect(() => {
    tell(false);
    const timer = setInterval(() => tell(false), BEAT_MILLISECONDS);
    const goes = (): void => leave(page, CLIENT);
    addEventListener("pagehide", goes);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", goes);
      goes();
    };
  }, [page, tell]);
  return { presence, takeOver: () => tell(true) };
}
