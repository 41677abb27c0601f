/** Fix once, propose everywhere: places in the book where the machine may have made the same mistake, with their pictures. */
import { useEffect, useState } from "preact/hooks";
import { addressOf, get, Refusal } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/text.ts";
import { correctElsewhere, type ReadPlace } from "./correct-elsewhere.ts";
import type { TextPage } from "./text-page.ts";

/** A correction that was made on the desk. */
export interface Correction {
  readonly line: string;
  readonly at: number;
  readonly read: string;
  readonly typed: string;
}

interface Proposal extends ReadPlace {
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

interface LookAlikesProps {
  readonly opened: TextPage;
  readonly correction: Correction;
  readonly onClose: () => void;
}

/** The dialog. Nothing is changed that nobody has ticked. */
export function LookAlikes({ opened, correction: { line, at, read, typed }, onClose }: LookAlikesProps) {
  const [found, setFound] = useState<readonly Proposal[]>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [isBusy, setIsBusy] = useState(false);
  const fail = (thrown: unknown): void =>
    setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown)));
  useEffect(() => {
    const query = new URLSearchParams({ page: opened.page, line, at: String(at), typed });
    get<{ readonly proposals: readonly Proposal[] }>(`/api/items/${encodeURIComponent(opened.item)}/look-alikes?${query}`).then(
      // The page on the desk is corrected on the desk.
      ({ proposals }) => setFound(proposals.filter(({ page }) => page !== opened.page)),
      fail,
    );
  }, []);
  const apply = async (): Promise<void> => {
    setIsBusy(true);
    try {
      const places = (found ?? []).filter((_, index) => chosen.has(index));
      const { corrected, left } = await correctElsewhere(places, typed);
      toast(say(left > 0 ? "alikeSome" : "alikeDone", { corrected, left }));
      onClose();
    } catch (thrown) {
      setIsBusy(false);
      fail(thrown);
    }
  };
  const toggle = (index: number): void =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(index)) after.add(index);
      return after;
    });
  const actions = (
    <>
      <button type="button" onClick={onClose}>
        {sayFrame("cancel")}
      </button>
      <button type="button" class="main" disabled={chosen.size === 0 || isBusy} onClick={() => void apply()}>
        {say("alikeApply", { count: chosen.size })}
      </button>
    </>
  );
  return (
    <Dialog title={say("alikeTitle", { read, typed })} onClose={onClose} actions={actions}>
      {refusal && <RefusalBox refusal={refusal} />}
      {!found && !refusal && <p class="waiting">{sayFrame("loading")}</p>}
      {found?.length === 0 && <p class="empty">{say("alikeNone")}</p>}
      <ul class="look-alikes">
        {found?.map((place, index) => (
          <li key={`${place.page} ${place.line} ${place.at}`}>
            <label>
              <img src={pictureOf(place)} alt={say("glyphPicture")} />
              <input type="checkbox" checked={chosen.has(index)} onChange={() => toggle(index)} />{" "}
              <b lang="vi-Hani">{place.text}</b>
            </label>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function pictureOf({ page, box }: Proposal): string {
  const region = [box.x, box.y, Math.max(1, box.width), Math.max(1, box.height)].map((each) => Math.max(0, Math.round(each)));
  return addressOf(`/api/pages/${page}/image/${region.join(",")}/!120,120/0/default.jpg`);
}
