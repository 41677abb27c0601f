/** The head of the desk: where the text is, who stands for it, and what can be done. */
import { Refusal } from "../../api.ts";
import { say } from "../../words/record.ts";
import { clockTime } from "../../words/words.ts";
import type { OpenDesk } from "./use-desk.ts";

interface BarProps {
  readonly desk: OpenDesk;
  readonly mayApprove: boolean;
  readonly onSign: () => void;
  readonly onHistory: () => void;
  readonly onTransfer: () => void;
}

/** The bar. */
export function DeskBar({ desk: open, mayApprove, onSign, onHistory, onTransfer }: BarProps) {
  const { desk } = open;
  return (
    <div class="desk-bar">
      <SaveBadge open={open} />
      <span class="signatures">
        {desk.isAnswered ? `✔ ${say("approved")}` : desk.answered >= 0 ? say("approvedBefore") : say("notApproved")}
        {desk.signatures.length > 0 && ` · ${say("signedBy", { who: desk.signatures.map(({ agent }) => agent).join(", ") })}`}
        {!desk.isAnswered && desk.people > 1 && ` · ${say("needsPeople", { count: desk.people })}`}
      </span>
      <span class="filler" />
      <button type="button" onClick={onTransfer}>
        {say("transfer")}
      </button>
      <button type="button" onClick={onHistory}>
        {say("history")}
      </button>
      <button type="button" class="main" data-does="sign" disabled={desk.isAnswered} onClick={onSign}>
        {say(mayApprove ? "approve" : "submit")}
      </button>
    </div>
  );
}

function SaveBadge({ open }: { readonly open: OpenDesk }) {
  const { status, desk } = open;
  const at = status.at === "saved" && desk.conflicts.length > 0 ? "conflict" : status.at;
  return (
    <span class={`save-badge is-${at}`} role="status" data-save={at}>
      {wordsOfStatus(open)}
    </span>
  );
}

function wordsOfStatus({ status, desk }: OpenDesk): string {
  if (status.at === "pending") return `● ${say("pending")}`;
  if (status.at === "unsaved") {
    const why = status.reason instanceof Refusal && !status.reason.isPassing ? status.reason.message : "";
    return `⚠ ${say(status.isKeptHere ? "unsavedHere" : "unsavedNowhere")}${why === "" ? "" : `: ${why}`}`;
  }
  if (desk.conflicts.length > 0) return `✖ ${say("conflicts", { count: desk.conflicts.length })}`;
  return desk.savedAt === "" ? `✔ ${say("savedNever")}` : `✔ ${say("saved", { time: clockTime(desk.savedAt) })}`;
}
