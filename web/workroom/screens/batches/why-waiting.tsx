/** Why an item is not further: what each step lacks, and which people it waits for. Asked for only when somebody wants to know. */
import { useState } from "preact/hooks";
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/targets.ts";

interface Waiting {
  readonly stage: string;
  readonly subjects: number;
  readonly gates: readonly string[];
  readonly lacks: readonly { readonly what: string; readonly ofPages: boolean; readonly count: number }[];
}

/** The panel, folded away. */
export function WhyWaiting({ item }: { readonly item: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="why-waiting" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("why")}</summary>
      {isOpen && <Reasons item={item} />}
    </details>
  );
}

function Reasons({ item }: { readonly item: string }) {
  const path = `/api/items/${encodeURIComponent(item)}/waiting`;
  const { value, refusal, reload } = useLive<{ readonly waiting: readonly Waiting[] }>(path);
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  if (value.waiting.length === 0) return <p>✔ {say("whyNot")}</p>;
  return (
    <ul>
      {value.waiting.map((each) => (
        <li key={each.stage}>
          {say("whyStage", { stage: each.stage, count: each.subjects })}: {reasonsOf(each)}
        </li>
      ))}
    </ul>
  );
}

function reasonsOf({ gates, lacks }: Waiting): string {
  const reasons = [
    ...gates.map((gate) => say("whyGate", { gate })),
    ...lacks.map(({ what, ofPages, count }) => say(ofPages ? "whyLacksPages" : "whyLacks", { what, count })),
  ];
  return reasons.join("; ");
}
