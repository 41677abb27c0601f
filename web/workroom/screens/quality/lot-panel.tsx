/** What the sample of an item's pages says, and drawing one. */
import { post, Refusal } from "../../api.ts";
import { useMay } from "../../me.ts";
import { toast } from "../../parts/toasts.tsx";
import { say } from "../../words/quality.ts";
import { dayAndTime, percent } from "../../words/words.ts";
import type { Desk, Lot, LotStatement } from "./desk.ts";

interface LotPanelProps {
  readonly desk: Desk;
  readonly onDrawn: () => void;
}

/** Nothing where no sample is demanded and none was drawn. */
export function LotPanel({ desk: { item, lot }, onDrawn }: LotPanelProps) {
  const may = useMay("do-batches");
  const { rule, statement } = lot;
  if (!rule && !statement) return null;
  const draw = async (): Promise<void> => {
    try {
      const { drawn } = await post<{ readonly drawn: number }>(`/api/items/${encodeURIComponent(item)}/samples`);
      toast(say("drawn", { drawn }));
    } catch (thrown) {
      toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad");
    }
    onDrawn();
  };
  const canDraw = may && rule !== null && (lot.isDue || statement?.state === "refused");
  return (
    <section class={`lot is-${statement?.state ?? "due"}`} aria-label={say("lot")}>
      <p>
        {statement ? <b>{say(`lot_${statement.state}`)}</b> : <b>{say("lot_due")}</b>} {told(lot)}
      </p>
      {statement && (
        <p>
          <small>
            {say("lotDrawn", { times: lot.samples, by: statement.drawnBy, at: dayAndTime(statement.drawnAt) })}{" "}
            {rule && say("lotRule", { share: percent(rule.share), least: rule.least, tolerated: percent(rule.tolerated) })}
          </small>
        </p>
      )}
      {canDraw && (
        <p>
          <button type="button" class="main" onClick={() => void draw()}>
            {say(statement ? "drawAgain" : "draw")}
          </button>
        </p>
      )}
    </section>
  );
}

function told({ rule, statement }: Lot): string {
  if (!statement)
    return rule ? say("lotRule", { share: percent(rule.share), least: rule.least, tolerated: percent(rule.tolerated) }) : "";
  const { looked, drawn, lot, bad, toJudge, unjudgedMarks, gone, badInLot } = statement;
  const parts = [say("lotSeen", { looked, drawn, lot, bad })];
  if (toJudge.length > 0) parts.push(say("lotLeft", { left: toJudge.length }));
  if (unjudgedMarks > 0) parts.push(say("lotMarks", { marks: unjudgedMarks }));
  if (gone > 0) parts.push(say("lotGone", { gone }));
  if (badInLot && statement.state !== "open") parts.push(intervalOf(statement));
  return parts.join(" ");
}

function intervalOf({ badInLot, lot }: LotStatement): string {
  const { low, high } = badInLot ?? { low: 0, high: lot };
  return say("lotInterval", { low, high, share: percent(high / Math.max(1, lot), 1) });
}
