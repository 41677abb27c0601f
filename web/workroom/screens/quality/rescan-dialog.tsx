/** Why a page has to be scanned again. */
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/quality.ts";
import type { Desk } from "./desk.ts";

interface RescanDialogProps {
  readonly reasons: Desk["reasons"];
  readonly onClose: () => void;
  readonly onAsk: (reason: string, note: string) => void;
}

/** The dialog. */
export function RescanDialog({ reasons, onClose, onAsk }: RescanDialogProps) {
  const [reason, setReason] = useState(reasons[0]?.code ?? "");
  const [note, setNote] = useState("");
  const isReady = reason !== "" && (reason !== "other" || note.trim() !== "");
  const actions = (
    <>
      <button type="button" onClick={onClose}>
        {sayFrame("cancel")}
      </button>
      <button type="submit" form="rescan" class="main" disabled={!isReady}>
        {say("ask")}
      </button>
    </>
  );
  return (
    <Dialog title={say("reasonTitle")} onClose={onClose} actions={actions}>
      <form
        id="rescan"
        class="rescan-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onAsk(reason, note.trim().normalize("NFC"));
        }}
      >
        <label>
          {say("reason")}{" "}
          <select name="reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
            {reasons.map(({ code, text }) => (
              <option key={code} value={code}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say("note")}{" "}
          <input name="note" maxLength={2000} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
      </form>
    </Dialog>
  );
}
