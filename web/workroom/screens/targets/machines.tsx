/** Who works at this moment, and what is stuck and why. */
import { useLive } from "../../live.ts";
import { linkTo } from "../../router.ts";
import { say, targets } from "../../words/targets.ts";
import { clockTime } from "../../words/words.ts";
import { dayText } from "./figures.tsx";
import type { ShowList } from "./progress.ts";

interface Machine {
  readonly owner: string;
  readonly tasks: number;
  readonly stages: readonly string[];
  readonly duties: readonly string[];
  readonly isAlive: boolean;
  readonly until: string;
}

type Stuck =
  | { readonly why: "no-machine"; readonly count: number }
  | { readonly why: "silent"; readonly count: number; readonly owner: string; readonly since: string }
  | { readonly why: "failed"; readonly count: number; readonly code: string; readonly since: string }
  | { readonly why: "paused"; readonly count: number; readonly items: readonly string[] }
  | {
      readonly why: "person";
      readonly count: number;
      readonly stage: string;
      readonly words: string;
      readonly of: "page" | "item";
    };

/** Both lists. */
export function Machines({ show }: { readonly show: ShowList }) {
  const { value } = useLive<{ readonly machines: readonly Machine[]; readonly stuck: readonly Stuck[] }>(
    "/api/progress/machines",
  );
  if (!value) return null;
  return (
    <>
      <section class="dashboard-part" aria-labelledby="machines-title">
        <h2 id="machines-title">{say("machines")}</h2>
        {value.machines.length === 0 ? <p>{say("machinesNone")}</p> : <MachineList machines={value.machines} />}
      </section>
      <section class="dashboard-part" aria-labelledby="stuck-title">
        <h2 id="stuck-title">{say("stuck")}</h2>
        {value.stuck.length === 0 ? (
          <p>✔ {say("stuckNone")}</p>
        ) : (
          <ul>
            {value.stuck.map((each) => (
              <li key={JSON.stringify(each)}>
                <Reason stuck={each} show={show} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function MachineList({ machines }: { readonly machines: readonly Machine[] }) {
  return (
    <ul>
      {machines.map(({ owner, tasks, stages, duties, isAlive, until }) => (
        <li key={owner}>
          <b>{owner}</b>{" "}
          <span class={isAlive ? "is-good" : "is-bad"}>
            {isAlive ? `● ${say("alive")}` : `○ ${say("silent", { time: clockTime(until) })}`}
          </span>
          {tasks > 0 && ` · ${say("machineTasks", { count: tasks })}: ${stages.join(", ")}`}
          {duties.length > 0 && ` · ${say("duty", { duties: duties.map(dutyText).join(", ") })}`}
        </li>
      ))}
    </ul>
  );
}

/** Duties have names of their own where nobody gave them words. */
function dutyText(name: string): string {
  const key = `duty_${name}`;
  return key in targets.vi ? say(key as keyof typeof targets.vi) : name;
}

function Reason({ stuck, show }: { readonly stuck: Stuck; readonly show: ShowList }) {
  switch (stuck.why) {
    case "no-machine":
      return <>✖ {say("stuck_no-machine", { count: stuck.count })}</>;
    case "silent":
      return <>✖ {say("stuck_silent", { ...stuck, time: clockTime(stuck.since) })}</>;
    case "failed":
      return (
        <>
          ✖ {say("stuck_failed", { count: stuck.count, code: stuck.code, since: dayText(stuck.since) })}{" "}
          <a href={linkTo("/failures")}>{say("toFailures")}</a>
        </>
      );
    case "paused":
      return (
        <>
          ○ {say("stuck_paused", { count: stuck.count })}:{" "}
          {stuck.items.map((item) => (
            <a key={item} class="item" href={linkTo(`/items/${encodeURIComponent(item)}`)}>
              {item}
            </a>
          ))}
        </>
      );
    case "person": {
      const title = say("stuck_person", { count: stuck.count, stage: stuck.words, unit: say(`of_${stuck.of}`) });
      return (
        <>
          ⚠ {title}{" "}
          <button
            type="button"
            class="plain"
            onClick={() => show({ title, path: `/api/progress/backlog/${stuck.stage}/person?` })}
          >
            {say("toList")}
            <span class="visually-hidden">: {stuck.words}</span>
          </button>
        </>
      );
    }
  }
}
