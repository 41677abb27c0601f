/** The desk of an item for a screen: opened, kept, and looked at again when anything in the catalogue changes. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { get, post, postLeaving, Refusal } from "../../api.ts";
import { useMe } from "../../me.ts";
import { guardLeaving } from "../../router.ts";
import { say } from "../../words/record.ts";
import type { DeskItem, OpenedDesk, SaveReply } from "./desk.ts";
import { DeskSaver, type SaverState } from "./desk-saver.ts";
import { draftsIn } from "./drafts.ts";
import { fetchRules, type Rules } from "./rules.ts";
import { newSaveId } from "./save-id.ts";

/** An open desk. */
export interface OpenDesk extends SaverState {
  readonly item: DeskItem;
  readonly rules: Rules;
  readonly saver: DeskSaver;
}

interface Opened {
  readonly item: DeskItem;
  readonly rules: Rules;
  readonly saver: DeskSaver;
}

/** The desk; undefined while it is opened. */
export function useDesk(item: string): {
  readonly desk: OpenDesk | undefined;
  readonly refusal: Refusal | undefined;
  readonly reload: () => void;
} {
  const account = useMe().name;
  const [opened, setOpened] = useState<Opened>();
  const [state, setState] = useState<SaverState>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let saver: DeskSaver | undefined;
    let isOver = false;
    const open = async (): Promise<void> => {
      const path = `/api/records/${encodeURIComponent(item)}`;
      const [found, rules] = await Promise.all([get<OpenedDesk>(path), fetchRules()]);
      if (isOver) return;
      saver = new DeskSaver(found.desk, {
        send: async (save) => await post<SaveReply>(`${path}/saves`, save),
        fetchDesk: async () => (await get<OpenedDesk>(path)).desk,
        drafts: draftsIn(storageHere(), item, account, tabName()),
        newSaveId,
        isPassing: (thrown) => thrown instanceof Refusal && (thrown.isPassing || thrown.status === 401),
      });
      const own = saver;
      own.subscribe(() => setState(own.state));
      setOpened({ item: found.item, rules, saver: own });
      setState(own.state);
    };
    setRefusal(undefined);
    open().catch((thrown: unknown) => setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown))));
    return () => {
      isOver = true;
      void saver?.flush();
      saver?.stop();
    };
  }, [item, account, tries]);
  useFollowing(opened?.saver, item);
  const desk = useMemo(() => (opened && state ? { ...opened, ...state } : undefined), [opened, state]);
  return { desk, refusal, reload: () => setTries((count) => count + 1) };
}

/** Others' changes come in; what is typed goes out before the page is left. */
function useFollowing(saver: DeskSaver | undefined, item: string): void {
  useEffect(() => {
    if (!saver) return;
    const changed = (): void => void saver.refresh();
    const back = (): void => void saver.flush();
    const leaving = (event: BeforeUnloadEvent): void => {
      if (!saver.isDirty) return;
      sendAway(saver, item);
      event.preventDefault();
    };
    const hidden = (): void => {
      if (document.visibilityState === "hidden") void saver.flush();
    };
    addEventListener("sohoa-change", changed);
    addEventListener("online", back);
    addEventListener("beforeunload", leaving);
    document.addEventListener("visibilitychange", hidden);
    const free = guardLeaving(() => {
      void saver.flush();
      return saver.state.status.at !== "unsaved" || confirm(say("leaveUnsaved"));
    });
    return () => {
      free();
      removeEventListener("sohoa-change", changed);
      removeEventListener("online", back);
      removeEventListener("beforeunload", leaving);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [saver, item]);
}

/** The page may be gone before an answer comes; what was sent stays in this browser as well until one does. */
function sendAway(saver: DeskSaver, item: string): void {
  const save = saver.leaving();
  if (save) postLeaving(`/api/records/${encodeURIComponent(item)}/saves`, save);
}

function storageHere(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function tabName(): string {
  try {
    const known = sessionStorage.getItem("sohoa.tab");
    const name = known ?? newSaveId();
    sessionStorage.setItem("sohoa.tab", name);
    return name;
  } catch {
    return newSaveId();
  }
}
