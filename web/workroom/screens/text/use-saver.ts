/** The saver of an open page, bound to this browser: drafts, timers, coming back, leaving. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { WorkingText } from "../../../../pipeline/text-version.ts";
import { Refusal } from "../../api.ts";
import { useMe } from "../../me.ts";
import { guardLeaving } from "../../router.ts";
import { Drafts, holdClient } from "./drafts.ts";
import { Saver, type SaveStatus } from "./saver.ts";
import { saveText, type TextPage } from "./text-page.ts";

const drafts = new Drafts();
/** Names this open page of the browser. */
export const CLIENT = crypto.randomUUID();
holdClient(CLIENT);

/** Drafts of this browser, also those of pages that are gone. */
export const localDrafts = drafts;

/** The saver of a page and where its text is. */
export function useSaver(opened: TextPage): { readonly saver: Saver; readonly status: SaveStatus } {
  const me = useMe();
  const [status, setStatus] = useState<SaveStatus>({ at: "saved", savedAt: undefined });
  const alive = useRef(true);
  const saver = useMemo(
    () =>
      new Saver(opened.number, {
        page: opened.page,
        account: me.name,
        client: CLIENT,
        drafts,
        send: (save: { base: number; saveId: string; content: WorkingText }) => saveText(opened.page, save),
        // Signed out: the same works again after signing in.
        isPassing: (thrown) => thrown instanceof Refusal && (thrown.isPassing || thrown.status === 401),
        newId: () => crypto.randomUUID(),
        now: () => new Date(),
        later: (run, milliseconds) => {
          const timer = setTimeout(run, milliseconds);
          return () => clearTimeout(timer);
        },
        tell: (now) => {
          if (alive.current) setStatus(now);
        },
      }),
    [opened.page],
  );
  useEffect(() => {
    alive.current = true;
    const flush = (): void => void saver.flush();
    const hidden = (): void => {
      if (document.visibilityState === "hidden") flush();
    };
    const leaving = (event: BeforeUnloadEvent): void => {
      if (!saver.hasUnsaved) return;
      flush();
      event.preventDefault();
    };
    const stopGuard = guardLeaving(() => {
      if (saver.hasUnsaved) flush();
      return true;
    });
    addEventListener("online", flush);
    addEventListener("beforeunload", leaving);
    addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      alive.current = false;
      stopGuard();
      void saver.flush().finally(() => saver.stop());
      removeEventListener("online", flush);
      removeEventListener("beforeunload", leaving);
      removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [saver]);
  return { saver, status };
}
