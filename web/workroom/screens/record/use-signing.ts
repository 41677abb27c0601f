/** Standing for the record: everything goes out first, then the newest version is signed. */
import { useCallback } from "preact/hooks";
import { post, Refusal } from "../../api.ts";
import { toast } from "../../parts/toasts.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/record.ts";
import type { Desk } from "./desk.ts";
import type { OpenDesk } from "./use-desk.ts";

/** What signs. */
export function useSigning({ item, saver, desk }: OpenDesk): () => void {
  return useCallback(() => {
    const sign = async (): Promise<void> => {
      await saver.flush();
      const { number } = saver.state.desk;
      const done = await post<{ readonly desk: Desk }>(`/api/records/${encodeURIComponent(item.id)}/signatures`, { number });
      saver.show(done.desk);
      toast(say(done.desk.isAnswered ? "approvedNow" : "signedNow"));
    };
    sign().catch((thrown: unknown) => {
      const refusal = thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", "");
      toast(`${refusal.message || sayFrame("offlineText")} ${refusal.advice}`, "bad");
      if (refusal.status === 409) void saver.refresh();
      document.getElementById("issues")?.focus();
    });
  }, [item.id, saver, desk.number]);
}
