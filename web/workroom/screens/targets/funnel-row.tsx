/** The flow of items from scan to publication: six numbers that add up, and what is no part of them. */
import { say } from "../../words/targets.ts";
import { Figure } from "./figures.tsx";
import type { Funnel, ShowList } from "./progress.ts";

interface FunnelProps {
  readonly funnel: Funnel;
  readonly show: ShowList;
}

const pathOf = (list: string): string => `/api/progress/funnel/${list}?`;

/** The row, and the balance below it. */
export function FunnelRow({ funnel, show }: FunnelProps) {
  return (
    <section class="dashboard-part" aria-labelledby="funnel-title">
      <h2 id="funnel-title">{say("funnel")}</h2>
      <p>
        <small>{say("funnelText")}</small>
      </p>
      <ol class="funnel">
        {funnel.steps.map(({ step, items, held }) => (
          <li key={step} class={funnel.narrowest === step ? "is-narrowest" : undefined}>
            <span>{say(`step_${step}`)}</span>
            <b class="passed">
              <Figure value={items} title={say("stepPassed", { step: say(`step_${step}`) })} path={pathOf(step)} show={show} />
            </b>
            {held > 0 && (
              <small>
                {say("held")}{" "}
                <Figure
                  value={held}
                  title={say("stepHeld", { step: say(`step_${step}`) })}
                  path={pathOf(`held-${step}`)}
                  show={show}
                />
              </small>
            )}
          </li>
        ))}
      </ol>
      {funnel.narrowest && <p class="is-warn">⚠ {say("narrowest", { step: say(`step_${funnel.narrowest}`) })}</p>}
      <Balance funnel={funnel} show={show} />
    </section>
  );
}

function Balance({ funnel, show }: FunnelProps) {
  const { registered, notScanned, notRegistered, cancelled, empty } = funnel;
  const terms = [
    ["", "registered", registered],
    ["− ", "not-scanned", notScanned],
    ["+ ", "not-registered", notRegistered],
    ["= ", "scanned", funnel.steps[0]?.items ?? 0],
    ["+ ", "cancelled", cancelled],
    ["+ ", "empty", empty],
  ] as const;
  const passed = [
    ["", "without-review", funnel.publishedWithoutReview],
    ["", "without-record", funnel.publishedWithoutRecord],
  ] as const;
  return (
    <details>
      <summary>{say("balance")}</summary>
      <p class="facts">
        {[...terms, ...passed.filter(([, , count]) => count > 0)].map(([sign, list, count]) => (
          <span key={list}>
            {sign}
            <Figure value={count} title={say(`balance_${list}`)} path={pathOf(list)} show={show} /> {say(`balance_${list}`)}
          </span>
        ))}
      </p>
    </details>
  );
}
