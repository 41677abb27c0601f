/** The burn-up of a target as a drawing, with its figures in a table below it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../words/targets.ts";
import { number } from "../../words/words.ts";
import { bandOf, type Course, type Scale, type Space, scaleOf, stepsOf } from "./burn-up-scale.ts";
import { dayText, shareText } from "./figures.tsx";
import type { Import, Standing } from "./progress.ts";
import { Wide } from "./wide.tsx";

const LINES = ["done", "scope", "goal", "forecast", "deadline", "import"] as const;

interface BurnUpProps {
  readonly standing: Standing;
  readonly imports: readonly Import[];
}

/** The chart; nothing where a target has no course. */
export function BurnUp({ standing, imports }: BurnUpProps) {
  const { target, burnUp, forecast } = standing;
  const [holder, width] = useWidth();
  const space: Space = { width, height: 240, left: 56, right: 16, top: 16, bottom: 28 };
  const course: Course = { points: burnUp, forecast, deadline: target.deadline, percentage: target.percentage };
  const scale = scaleOf(course, space);
  if (!scale) return null;
  return (
    <figure class="burn-up">
      <div ref={holder}>
        <Drawing standing={standing} course={course} scale={scale} space={space} imports={imports} />
      </div>
      <figcaption>
        {LINES.map((line) => (
          <span key={line} class={`key is-${line}`}>
            {say(`line_${line}`)}
          </span>
        ))}
      </figcaption>
      <PointTable standing={standing} imports={imports.filter(({ on }) => on >= scale.first)} />
    </figure>
  );
}

interface DrawingProps extends BurnUpProps {
  readonly course: Course;
  readonly scale: Scale;
  readonly space: Space;
}

function Drawing({ standing: { target, share }, course, scale, space, imports }: DrawingProps) {
  const { x, y, first, last, highest, goal } = scale;
  const { width, height, left, right, bottom } = space;
  const name = say("chart", {
    ...{ name: target.name, first: dayText(first), last: dayText(last) },
    ...{ done: share.numerator, all: share.denominator },
  });
  const isGoalApart = Math.abs(y(goal) - y(highest)) > 18 && Math.abs(y(goal) - y(0)) > 18;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} height={height} role="img" aria-label={name}>
      <line class="axis" x1={left} y1={y(0)} x2={width - right} y2={y(0)} />
      <Amount x={left - 6} y={y(0)} amount={0} />
      <Amount x={left - 6} y={y(highest)} amount={highest} />
      {isGoalApart && <Amount x={left - 6} y={y(goal)} amount={goal} />}
      <text x={left} y={height - bottom + 18}>
        {dayText(first)}
      </text>
      <text x={width - right} y={height - bottom + 18} text-anchor="end">
        {dayText(last)}
      </text>
      <polygon class="forecast" points={text(bandOf(course, scale))} />
      {target.deadline <= last && target.deadline >= first && (
        <line class="deadline" x1={x(target.deadline)} y1={y(0)} x2={x(target.deadline)} y2={y(highest)} />
      )}
      <line class="goal" x1={left} y1={y(goal)} x2={width - right} y2={y(goal)} />
      <polyline class="scope" points={text(stepsOf(course.points, scale))} />
      <polyline class="done" points={text(course.points.map((at) => [x(at.date), y(at.share.numerator)]))} />
      {imports
        .filter(({ on }) => on >= first && on <= last)
        .map((each) => (
          <path key={each.id} class="import" d={`M${x(each.on)} ${y(0)}l-5 9h10z`}>
            <title>{importText(each)}</title>
          </path>
        ))}
    </svg>
  );
}

function Amount({ x, y, amount }: { readonly x: number; readonly y: number; readonly amount: number }) {
  return (
    <text x={x} y={y + 4} text-anchor="end">
      {number(amount)}
    </text>
  );
}

function PointTable({ standing: { burnUp, target }, imports }: BurnUpProps) {
  return (
    <details>
      <summary>{say("chartTable")}</summary>
      <Wide name={`${say("chartTable")}: ${target.name}`}>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{say("date")}</th>
              {(["done", "all", "share"] as const).map((head) => (
                <th key={head} scope="col" class="number">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {burnUp.map(({ date, share }) => (
              <tr key={date}>
                <th scope="row">{dayText(date)}</th>
                <td class="number">{number(share.numerator)}</td>
                <td class="number">{number(share.denominator)}</td>
                <td class="number">{shareText(share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {imports.length > 0 && (
        <ul>
          {imports.map((each) => (
            <li key={each.id}>{importText(each)}</li>
          ))}
        </ul>
      )}
    </details>
  );
}

const importText = ({ on, file, counts: { added, updated } }: Import): string =>
  say("importOf", { file, date: dayText(on), added, updated });

const text = (corners: readonly (readonly [number, number])[]): string =>
  corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

/** The width that there is, so that letters keep their size on a phone. */
function useWidth() {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (!holder.current) return;
    const watcher = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, Math.round(entry.contentRect.width))));
    watcher.observe(holder.current);
    return () => watcher.disconnect();
  }, []);
  return [holder, width] as const;
}
