/** What waits by step, what was finished week by week, how long people worked. */
import type { ComponentChildren } from "preact";
import { say } from "../../words/targets.ts";
import { number } from "../../words/words.ts";
import { dayText, Figure } from "./figures.tsx";
import { BACKLOG_PARTS, type Progress, type ShowList } from "./progress.ts";
import { Wide } from "./wide.tsx";

interface WorkProps {
  readonly progress: Progress;
  readonly show: ShowList;
}

/** The tables. */
export function WorkTables({ progress, show }: WorkProps) {
  return (
    <>
      <BacklogTable progress={progress} show={show} />
      <ThroughputTable progress={progress} />
      <MinutesTable progress={progress} show={show} />
    </>
  );
}

interface TableProps {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly string[];
  /** Headings that are no figures. */
  readonly texts: number;
  readonly children: ComponentChildren;
}

/** A table that is drawn aside with the arrow keys where it is too wide. */
function WorkTable({ id, title, heads, texts, children }: TableProps) {
  return (
    <section class="dashboard-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Wide name={title}>
        <table class="list">
          <thead>
            <tr>
              {heads.map((head, at) => (
                <th key={head} scope="col" class={at < texts ? undefined : "number"}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </Wide>
    </section>
  );
}

function BacklogTable({ progress: { backlog }, show }: WorkProps) {
  if (!backlog || backlog.length === 0) {
    return (
      <section class="dashboard-part">
        <h2>{say("backlog")}</h2>
        <p>✔ {say("backlogNone")}</p>
      </section>
    );
  }
  const heads = [say("stage"), say("unit"), ...BACKLOG_PARTS.map((part) => say(`part_${part}`))];
  return (
    <WorkTable id="backlog" title={say("backlog")} heads={heads} texts={2}>
      {backlog.map((each) => (
        <tr key={each.stage}>
          <th scope="row">{each.words}</th>
          <td>{say(`of_${each.of}`)}</td>
          {BACKLOG_PARTS.map((part) => (
            <td key={part} class="number">
              <Figure
                value={each[part]}
                title={`${each.words}: ${say(`part_${part}`)}`}
                path={`/api/progress/backlog/${each.stage}/${part}?`}
                show={show}
              />
            </td>
          ))}
        </tr>
      ))}
    </WorkTable>
  );
}

function ThroughputTable({ progress: { throughput } }: Pick<WorkProps, "progress">) {
  const { weeks, stages } = throughput;
  if (stages.length === 0) {
    return (
      <section class="dashboard-part">
        <h2>{say("throughput")}</h2>
        <p>{say("throughputNone", { weeks: weeks.length })}</p>
      </section>
    );
  }
  const ends = weeks.map((end) => say("weekTo", { date: dayText(end).slice(0, 5) }));
  return (
    <WorkTable id="throughput" title={say("throughput")} heads={[say("stage"), say("unit"), ...ends, say("total")]} texts={2}>
      {stages.map(({ stage, words, of, counts, total }) => (
        <tr key={stage}>
          <th scope="row">{words}</th>
          <td>{say(`of_${of}`)}</td>
          {counts.map((count, at) => (
            <td key={weeks[at]} class="number">
              {number(count)}
            </td>
          ))}
          <td class="number">
            <b>{number(total)}</b>
          </td>
        </tr>
      ))}
    </WorkTable>
  );
}

function MinutesTable({ progress: { people }, show }: WorkProps) {
  const title = say("minutes", { weeks: people.weeks.length });
  const heads = [say("kind"), say("minutesTotal"), say("answers"), say("logged"), say("unknown")];
  return (
    <WorkTable id="minutes" title={title} heads={heads} texts={1}>
      {people.kinds.map(({ kind, totalMinutes, answers, logged, unknown }) => (
        <tr key={kind}>
          <th scope="row">{say(`work_${kind}`)}</th>
          <td class="number">
            <Figure
              value={totalMinutes}
              digits={1}
              title={`${title}: ${say(`work_${kind}`)}`}
              path="/api/progress/minutes?"
              show={show}
            />
          </td>
          <td class="number">{number(answers)}</td>
          <td class="number">{number(logged)}</td>
          <td class="number">{number(unknown)}</td>
        </tr>
      ))}
    </WorkTable>
  );
}
