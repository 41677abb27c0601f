/** The log of changes, and whether it is as it was written. */
import { useState } from "preact/hooks";
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/people.ts";
import { dayAndTime } from "../../words/words.ts";

interface Entry {
  readonly number: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  /** The action in the reader's language. */
  readonly said: string;
  readonly subject: string;
  readonly facts: Readonly<Record<string, string>>;
}

type Verdict = { readonly isSound: boolean; readonly entries: number; readonly brokenAt?: number };

const AT_ONCE = 100;

/** The screen. */
export function Audit() {
  const verdict = useLive<Verdict>("/api/audit/verify", { isLive: false });
  const entries = verdict.value?.entries ?? 0;
  const [back, setBack] = useState(0);
  const after = Math.max(0, entries - (back + 1) * AT_ONCE);
  const list = useLive<{ readonly entries: readonly Entry[] }>(
    verdict.value ? `/api/audit?after=${after}&limit=${Math.min(AT_ONCE, Math.max(1, entries - back * AT_ONCE))}` : undefined,
    { isLive: false },
  );
  const refusal = verdict.refusal ?? list.refusal;
  if (refusal) return <RefusalBox refusal={refusal} onTryAgain={verdict.reload} />;
  if (!verdict.value || !list.value) return <p class="waiting">{sayFrame("loading")}</p>;
  const newestFirst = [...list.value.entries].reverse();
  return (
    <section>
      <h1>{say("auditTitle")}</h1>
      <p>{say("auditIntro")}</p>
      <VerdictLine verdict={verdict.value} />
      {newestFirst.length === 0 && <p class="empty">{say("auditEmpty")}</p>}
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              {(["auditNumber", "auditAt", "auditActor", "auditAction", "auditSubject", "auditFacts"] as const).map((head) => (
                <th key={head} scope="col">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newestFirst.map(({ number, at, actor, action, said, subject, facts }) => (
              <tr key={number}>
                <td>{number}</td>
                <td>{dayAndTime(at)}</td>
                <td>{actor}</td>
                <td title={action}>{said}</td>
                <td>{subject}</td>
                <td>
                  {Object.entries(facts)
                    .map(([name, value]) => `${name}: ${value}`)
                    .join(", ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {after > 0 && (
        <button type="button" onClick={() => setBack((count) => count + 1)}>
          {say("auditMore")}
        </button>
      )}
    </section>
  );
}

function VerdictLine({ verdict: { isSound, entries, brokenAt = 0 } }: { readonly verdict: Verdict }) {
  if (isSound) return <p class="state is-complete">{say("auditSound", { count: entries })}</p>;
  return (
    <p class="state is-attention" role="alert">
      {say("auditBroken", { number: brokenAt })}
    </p>
  );
}
