/** Copying from another record, and the record as a spreadsheet. */
import { useState } from "preact/hooks";
import { addressOf, ownHeaders, post, Refusal } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { say } from "../../words/record.ts";
import type { Desk } from "./desk.ts";
import { newSaveId } from "./save-id.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

interface SheetReply {
  readonly outcome: "new" | "unchanged" | "conflict" | "rejected";
  readonly taken: readonly string[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly advice: string }[];
  readonly desk: Desk;
}

interface TransferProps {
  readonly item: string;
  readonly flushed: () => Promise<number>;
  readonly onDesk: (desk: Desk) => void;
  readonly onClose: () => void;
}

/** The dialog. */
export function Transfer({ item, flushed, onDesk, onClose }: TransferProps) {
  const [from, setFrom] = useState("");
  const [refusal, setRefusal] = useState<Refusal>();
  const [reply, setReply] = useState<SheetReply>();
  const own = `/api/records/${encodeURIComponent(item)}`;
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setRefusal(undefined);
    await work().catch((thrown: unknown) => setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", "")));
  };
  const copy = async (): Promise<void> => {
    const base = await flushed();
    const done = await post<{ readonly taken: readonly string[]; readonly desk: Desk }>(`${own}/copies`, {
      saveId: newSaveId(),
      base,
      from: from.trim(),
    });
    onDesk(done.desk);
    toast(say("copied", { count: done.taken.length }));
    onClose();
  };
  const take = async (file: File): Promise<void> => {
    await flushed();
    const sent = await fetch(addressOf(`${own}/sheet`), {
      method: "POST",
      headers: { ...ownHeaders(), "content-type": XLSX },
      body: file,
    });
    const body = (await sent.json()) as SheetReply & {
      readonly error?: { readonly code: string; readonly message: string; readonly advice: string };
    };
    if (!sent.ok) throw new Refusal(sent.status, body.error?.code ?? "", body.error?.message ?? "", body.error?.advice);
    onDesk(body.desk);
    setReply(body);
  };
  return (
    <Dialog title={say("transfer")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(copy);
        }}
      >
        <label class="filter">
          {say("copyFrom")}
          <input value={from} onInput={(event) => setFrom(event.currentTarget.value)} required />
          <button type="submit">{say("copy")}</button>
        </label>
        <small>{say("copyHint")}</small>
      </form>
      <p class="tools">
        <a class="button" href={addressOf(`${own}/sheet.xlsx`)} download>
          {say("downloadSheet")}
        </a>
        <label>
          {say("uploadSheet")}{" "}
          <input
            type="file"
            accept=".xlsx"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) void attempt(() => take(file));
            }}
          />
        </label>
      </p>
      {refusal && <RefusalBox refusal={refusal} />}
      {reply && (
        <div role="status">
          <p>{say(`sheet_${reply.outcome}`, { count: reply.taken.length })}</p>
          <ul>
            {reply.problems.map(({ code, message, advice }) => (
              <li key={code + message}>
                {message}. <small>{advice}</small>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  );
}
