/** The expert's queue: pages by doubt and value, or one doubtful character after the other. */
import { useState } from "preact/hooks";
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { linkTo } from "../../router.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/queue.ts";
import { Characters } from "./characters.tsx";

type Reason =
  | { readonly code: "doubt"; readonly expectedErrors: number; readonly characters: number }
  | { readonly code: "target"; readonly name: string; readonly deadline: string; readonly daysLeft: number }
  | { readonly code: "almost-complete"; readonly pagesLeft: number };

interface QueuedPage {
  readonly page: string;
  readonly item: string;
  readonly shelfmark: string;
  readonly label: string;
  readonly reasons: readonly Reason[];
}

interface QueueAnswer {
  readonly waiting: number;
  readonly notLookedAt: number;
  readonly characters: number;
  readonly expectedErrors: number;
  readonly pages: readonly QueuedPage[];
}

/** The screen. */
export function Queue() {
  const [way, setWay] = useState<"byPage" | "byCharacter">("byPage");
  return (
    <section>
      <h1>{say("title")}</h1>
      <p class="tools">
        {(["byPage", "byCharacter"] as const).map((each) => (
          <button key={each} type="button" aria-pressed={way === each} onClick={() => setWay(each)}>
            {say(each)}
          </button>
        ))}
      </p>
      {way === "byPage" ? <Pages /> : <Characters />}
    </section>
  );
}

function Pages() {
  // Asked once: a list that moves under the reader's hand is worse than one that is a minute old.
  const { value, refusal, reload } = useLive<QueueAnswer>("/api/queue", { isLive: false });
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  const { waiting, notLookedAt, characters, expectedErrors, pages } = value;
  if (waiting === 0) return <p class="empty">✔ {say("none")}</p>;
  return (
    <>
      <p>{say("intro")}</p>
      <p>
        {say("waiting", { waiting, errors: expectedErrors, characters })}
        {notLookedAt > 0 && <small>; {say("notLookedAt", { count: notLookedAt })}</small>}
      </p>
      <ol class="queue">
        {pages.map((each) => (
          <li key={each.page}>
            <a href={linkTo(`/items/${encodeURIComponent(each.item)}/pages/${each.page}/text`)}>
              {say("page", { shelfmark: each.shelfmark, label: each.label })}
            </a>{" "}
            <small>{each.reasons.map(reasonText).join("; ")}</small>
          </li>
        ))}
      </ol>
    </>
  );
}

function reasonText(reason: Reason): string {
  if (reason.code === "doubt") {
    const { expectedErrors, characters } = reason;
    return say("reason_doubt", { expectedErrors: Math.round(expectedErrors * 10) / 10, characters });
  }
  if (reason.code === "almost-complete") return say("reason_almost-complete", { pagesLeft: reason.pagesLeft });
  const { name, deadline, daysLeft } = reason;
  return daysLeft < 0 ? say("reason_overdue", { name, days: -daysLeft }) : say("reason_target", { name, deadline, daysLeft });
}
