/** What is about to be done, confirmed with one's own password. */
import { useState } from "preact/hooks";
import type { Refusal } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/people.ts";

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** Undefined when it was done. */
  readonly onConfirm: (password: string) => Promise<Refusal | undefined>;
  readonly onClose: () => void;
}

/** The dialog; it stays open when the server refuses. */
export function ConfirmDialog({ title, text, onConfirm, onClose }: ConfirmDialogProps) {
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState<Refusal>();
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setIsBusy(true);
    const refused = await onConfirm(password);
    if (!refused) return;
    setIsBusy(false);
    setRefusal(refused);
  };
  const actions = (
    <>
      <button type="button" onClick={onClose}>
        {sayFrame("cancel")}
      </button>
      <button type="submit" form="confirm" class="main" disabled={isBusy || password === ""}>
        {say("confirm")}
      </button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} actions={actions}>
      <p>{text}</p>
      <form
        id="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label>
          {say("own")}{" "}
          <input
            type="password"
            autocomplete="current-password"
            autofocus
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
      </form>
      {refusal && <RefusalBox refusal={refusal} />}
    </Dialog>
  );
}
