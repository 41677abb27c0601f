/** Where the text is, in words: on the server, on its way, or kept on this computer. */
import { Refusal } from "../../api.ts";
import { say } from "../../words/text.ts";
import { clockTime } from "../../words/words.ts";
import type { SaveStatus } from "./saver.ts";

/** The badge; it is read out when it changes. */
export function SaveBadge({ status }: { readonly status: SaveStatus }) {
  return (
    <span class={`save-badge is-${status.at}`} role="status" data-save={status.at}>
      <span aria-hidden="true">{SIGNS[status.at]}</span> {wordsFor(status)}
    </span>
  );
}

const SIGNS: Readonly<Record<SaveStatus["at"], string>> = { saved: "✔", pending: "●", unsaved: "⚠", conflict: "✖", closed: "✖" };

function wordsFor(status: SaveStatus): string {
  if (status.at === "saved")
    return status.savedAt === undefined ? say("savedPlain") : say("saved", { time: clockTime(status.savedAt) });
  if (status.at === "pending") return say(status.isKeptHere ? "pendingHere" : "pending");
  if (status.at === "unsaved") return unsaved(status);
  return status.at === "closed" ? say("closedTitle") : say("unsavedHere");
}

function unsaved({ reason, isKeptHere }: Extract<SaveStatus, { at: "unsaved" }>): string {
  if (reason instanceof Refusal && !reason.isPassing) {
    return reason.message ? say("refused", { why: reason.message }) : say("refusedPlain");
  }
  return say(isKeptHere ? "unsavedHere" : "unsavedNowhere");
}
