/** The dashboard: targets, flow, what waits, who works. Every figure leads to the list behind it. */
import { useEffect, useState } from "preact/hooks";
import { addressOf } from "../../api.ts";
import { language } from "../../language.ts";
import { useLive } from "../../live.ts";
import { useMay } from "../../me.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/targets.ts";
import { clockTime } from "../../words/words.ts";
import { dayText } from "./figures.tsx";
import { FunnelRow } from "./funnel-row.tsx";
import { ListDialog } from "./list-dialog.tsx";
import { Machines } from "./machines.tsx";
import type { OpenList, Progress, Target } from "./progress.ts";
import { TargetCard } from "./target-card.tsx";
import { TargetForm } from "./target-form.tsx";
import "./targets.css";
import { WorkTables } from "./work-tables.tsx";

/** How soon newer figures are asked for while the server counts them. */
const ASK_AGAIN_MILLISECONDS = 3000;

/** The screen. */
export function Targets() {
  const { value, refusal, reload } = useLive<Progress>("/api/progress");
  const [list, setList] = useState<OpenList>();
  const [form, setForm] = useState<{ readonly target: Target | undefined }>();
  const maySteer = useMay("steer");
  useEffect(() => {
    if (!value || value.isCurrent) return;
    const timer = setTimeout(reload, ASK_AGAIN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value, reload]);
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  return (
    <section class="dashboard">
      <Head progress={value} onAdd={maySteer ? () => setForm({ target: undefined }) : undefined} />
      {value.targets.length === 0 && <p class="empty">{say(maySteer ? "noneSteer" : "none")}</p>}
      <div class="target-cards">
        {value.targets.map((standing) => (
          <TargetCard
            key={standing.target.name}
            standing={standing}
            progress={value}
            show={setList}
            onEdit={() => setForm({ target: standing.target })}
          />
        ))}
      </div>
      {value.funnel && <FunnelRow funnel={value.funnel} show={setList} />}
      <Machines show={setList} />
      <WorkTables progress={value} show={setList} />
      {list && <ListDialog key={list.path} list={list} onClose={() => setList(undefined)} />}
      {form && (
        <TargetForm
          target={form.target}
          onClose={() => setForm(undefined)}
          onDone={() => {
            setForm(undefined);
            reload();
          }}
        />
      )}
    </section>
  );
}

function Head({ progress, onAdd }: { readonly progress: Progress; readonly onAdd: (() => void) | undefined }) {
  const mayReadAll = useMay("read-restricted");
  const { date, countedAt, isCurrent } = progress;
  const report = (file: string): string => addressOf(`/api/progress/report.${file}lang=${language()}`);
  return (
    <header>
      <h1>{say("title")}</h1>
      <p role="status">
        {say("ofDay", { date: dayText(date) })}, {say(isCurrent ? "countedAt" : "outdated", { time: clockTime(countedAt) })}
      </p>
      <p class="tools">
        <a href={report("xlsx?")} download>
          {say("reportSheet")}
        </a>
        {mayReadAll && (
          <a href={report("xlsx?rows=1&")} download>
            {say("reportRows")}
          </a>
        )}
        <a href={report("html?")} target="_blank" rel="noopener">
          {say("reportPage")}
        </a>
        {onAdd && (
          <button type="button" onClick={onAdd}>
            {say("add")}
          </button>
        )}
      </p>
    </header>
  );
}
