/** The review of one page: its picture beside its columns, doubts first, nothing ever lost. */
import { useEffect, useState } from "preact/hooks";
import type { WorkingText } from "../../../../pipeline/text-version.ts";
import { get, Refusal } from "../../api.ts";
import { useMe } from "../../me.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import type { ScreenProps } from "../../screen.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/text.ts";
import { clockTime } from "../../words/words.ts";
import { Desk } from "./desk.tsx";
import type { Draft } from "./draft.ts";
import { isClientGone } from "./drafts.ts";
import { type TextPage, textPath } from "./text-page.ts";
import { localDrafts } from "./use-saver.ts";
import "./text-review.css";

/** A page as it is opened, with what was left on this computer. */
interface Opened {
  readonly page: TextPage;
  readonly draft: Draft | undefined;
}

/** The screen. */
export function TextReview({ path: { item = "", page = "" } }: ScreenProps) {
  const me = useMe();
  const [opened, setOpened] = useState<Opened>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const asked = new AbortController();
    setRefusal(undefined);
    open(page, me.name, asked.signal).then(
      (found) => {
        if (asked.signal.aborted) return;
        if (found.draft) toast(say("draftFound", { time: clockTime(found.draft.at) }));
        setOpened(found);
      },
      (thrown: unknown) => {
        if (!asked.signal.aborted) setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown)));
      },
    );
    return () => asked.abort();
  }, [page, me.name, turn]);
  if (refusal) return <RefusalBox refusal={refusal} onTryAgain={() => setTurn((count) => count + 1)} />;
  if (!opened || opened.page.page !== page) return <p class="waiting">{sayFrame("loading")}</p>;
  const reload = (): void => setTurn((count) => count + 1);
  return <Desk key={`${page} ${turn}`} item={item} opened={opened.page} draft={opened.draft} onReload={reload} />;
}

async function open(page: string, account: string, signal: AbortSignal): Promise<Opened> {
  const [found, left] = await Promise.all([get<TextPage>(textPath(page), signal), leftDraft(page, account)]);
  const draft = left && isNews(left.content, found.content) ? left : undefined;
  if (left && !draft) await localDrafts.drop(left.key).catch(() => {});
  return { page: found, draft };
}

/** The newest draft of a page that is no longer open in this browser. */
async function leftDraft(page: string, account: string): Promise<Draft | undefined> {
  const drafts = await localDrafts.of(page, account).catch(() => []);
  for (const draft of drafts) if (await isClientGone(draft.client)) return draft;
  return undefined;
}

const isNews = (draft: WorkingText, now: WorkingText): boolean => JSON.stringify(draft.columns) !== JSON.stringify(now.columns);
