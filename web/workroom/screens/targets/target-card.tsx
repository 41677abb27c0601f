/** One target: how far it is, against what, until when, and by whom. */
import { useMay } from "../../me.ts";
import { say } from "../../words/targets.ts";
import { number } from "../../words/words.ts";
import { BurnUp } from "./burn-up.tsx";
import { dayText, Figure, shareText } from "./figures.tsx";
import { PartTable } from "./part-table.tsx";
import { explainPath, type Progress, type ShowList, type Standing, type Target } from "./progress.ts";

interface CardProps {
  readonly standing: Standing;
  readonly progress: Progress;
  readonly show: ShowList;
  readonly onEdit: () => void;
}

/** The card. */
export function TargetCard({ standing, progress, show, onEdit }: CardProps) {
  const { target, share, byHolder, byClass, withoutExtent } = standing;
  const maySteer = useMay("steer") && target.counted === null;
  return (
    <article class="target-card">
      <header>
        <h2>{target.name}</h2>
        {maySteer && (
          <button type="button" class="plain" onClick={onEdit} aria-label={`${say("edit")}: ${target.name}`}>
            {say("edit")}
          </button>
        )}
      </header>
      <p class="headline">
        <b>{shareText(share)}</b> <span>{say("goal", { percentage: number(target.percentage, 3) })}</span>
      </p>
      <Bar standing={standing} />
      <Counts standing={standing} show={show} />
      <ForecastLine standing={standing} />
      <Denominator standing={standing} progress={progress} />
      <BurnUp standing={standing} imports={target.counted === null ? progress.imports : []} />
      <PartTable by="holder" parts={byHolder} target={target} show={show} />
      <PartTable by="class" parts={byClass} target={target} show={show} />
      {withoutExtent > 0 && (
        <p>
          <Figure
            value={withoutExtent}
            title={say("listUnknownExtent", { name: target.name })}
            path={explainPath(target, { only: "unknown-extent" })}
            show={show}
          />{" "}
          {say("withoutExtent")}
        </p>
      )}
    </article>
  );
}

/** How far, with a mark at the goal; the figures stand beside it. */
function Bar({ standing: { share, target } }: { readonly standing: Standing }) {
  return (
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="whole" width="100" height="6" />
      <rect class="done" width={share.percentage ?? 0} height="6" />
      <rect class="mark" x={Math.min(99.4, target.percentage)} width="0.6" height="6" />
    </svg>
  );
}

const unitOf = ({ counted, unit }: Target): string => say(counted === null ? `unit_${unit}` : "unit_counted");

function Counts({ standing, show }: { readonly standing: Standing; readonly show: ShowList }) {
  const { target, share, isReached, missing, daysLeft, overdueDays } = standing;
  const { name } = target;
  const left = overdueDays > 0 ? say("overdue", { days: overdueDays }) : say("daysLeft", { days: daysLeft });
  return (
    <p class="facts">
      <span>
        <Figure
          value={share.numerator}
          title={say("listDone", { name })}
          path={explainPath(target, { only: "done" })}
          show={show}
        />
        {" / "}
        <Figure value={share.denominator} title={say("listAll", { name })} path={explainPath(target)} show={show} />{" "}
        {unitOf(target)}
      </span>
      {isReached ? (
        <span class="is-good">✔ {say("reached")}</span>
      ) : share.denominator === 0 ? null : (
        <span>
          {say("missing", { count: missing, unit: unitOf(target) })}{" "}
          <button
            type="button"
            class="plain"
            onClick={() => show({ title: say("listOpen", { name }), path: explainPath(target, { only: "open" }) })}
          >
            {say("toList")}
            <span class="visually-hidden">: {say("listOpen", { name })}</span>
          </button>
        </span>
      )}
      <span class={overdueDays > 0 && !isReached ? "is-bad" : undefined}>
        {say("deadline", { date: dayText(target.deadline) })}
        {!(isReached && overdueDays > 0) && ` (${left})`}
      </span>
    </p>
  );
}

function ForecastLine({ standing: { forecast, ended, target } }: { readonly standing: Standing }) {
  if (ended) {
    return (
      <p class="is-bad">{say("ended", { organisation: target.organisation ?? "", into: ended.into, date: dayText(ended.on) })}</p>
    );
  }
  if (forecast.kind !== "range") {
    return (
      <p>
        {say("forecast")}: {say(`forecast_${forecast.kind}`)}
      </p>
    );
  }
  const { perWeek, from, until, neededPerWeek } = forecast;
  const facts = { perWeek: number(perWeek, 1), from: dayText(from), until: dayText(until ?? "") };
  return (
    <p>
      {say("forecast")}: {say(until === null ? "forecastOpen" : "forecastRange", facts)}
      {neededPerWeek !== null && ` · ${say("needed", { perWeek: number(neededPerWeek, 1) })}`}
    </p>
  );
}

function Denominator({ standing: { target, share }, progress }: { readonly standing: Standing; readonly progress: Progress }) {
  const source = progress.register.import;
  const facts = { count: share.denominator, unit: unitOf(target), file: source?.file ?? "", date: dayText(source?.on ?? "") };
  const words =
    target.counted === null
      ? say(source ? "denominator" : "denominatorNoFile", facts)
      : say("denominatorCounted", { count: share.denominator, register: target.counted });
  return (
    <>
      <p>
        <small>{words}</small>
        {target.source !== undefined && (
          <small>
            <br />
            {say("source", { source: target.source })}
          </small>
        )}
      </p>
      <details>
        <summary>{say("rule")}</summary>
        <p>{target.counted === null ? `${say(`rule_${target.definition}`)} ${say("ruleDamage")}` : say("ruleCounted")}</p>
      </details>
    </>
  );
}
