/** All batches and where each stands. */
import { useMemo, useState } from "preact/hooks";
import { needFonts } from "../../han-fonts.ts";
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { linkTo } from "../../router.ts";
import { say } from "../../words/batches.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { number } from "../../words/words.ts";
import type { Batch } from "./batch.ts";

/** The screen. */
export function Batches() {
  const { value, refusal, reload } = useLive<{ readonly items: readonly Batch[] }>("/api/batches");
  const [filter, setFilter] = useState("");
  const shown = useMemo(() => (value?.items ?? []).filter((batch) => matches(batch, filter)), [value, filter]);
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  needFonts(...shown.flatMap(({ titles }) => titles.map(({ text }) => text)));
  return (
    <section>
      <h1>{say("title")}</h1>
      {value.items.length === 0 ? (
        <p class="empty">{say("empty")}</p>
      ) : (
        <>
          <label class="filter">
            {say("filter")}
            <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
          </label>
          {shown.length === 0 ? <p class="empty">{say("nothingFound")}</p> : <BatchTable batches={shown} />}
        </>
      )}
    </section>
  );
}

function BatchTable({ batches }: { readonly batches: readonly Batch[] }) {
  return (
    <div class="scroll-x">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{say("shelfmark")}</th>
            <th scope="col">{say("name")}</th>
            {(["pages", "done", "waiting", "failed", "reviewed"] as const).map((head) => (
              <th key={head} scope="col" class="number">
                {say(head)}
              </th>
            ))}
            <th scope="col">{say("state")}</th>
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <BatchRow key={batch.id} batch={batch} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BatchRow({ batch }: { readonly batch: Batch }) {
  const [title, other] = batch.titles;
  return (
    <tr>
      <th scope="row">
        <a href={linkTo(`/items/${encodeURIComponent(batch.id)}`)}>{batch.shelfmark}</a>
      </th>
      <td>
        {title && <span lang={title.language}>{title.text}</span>} {other && <small lang={other.language}>{other.text}</small>}
      </td>
      <td class="number">{number(batch.pages)}</td>
      <td class="number">{number(batch.donePages)}</td>
      <td class="number">{number(batch.running + batch.pending)}</td>
      <td class="number">{number(batch.failed + batch.toRescan)}</td>
      <td class="number">{number(batch.reviewedPages)}</td>
      <td>
        <span class={`state is-${batch.state}`}>{say(`state_${batch.state}`)}</span>
      </td>
    </tr>
  );
}

/** Without marks and capitals: "kieu" finds "Kiều". */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

function matches(batch: Batch, filter: string): boolean {
  const wanted = folded(filter.trim());
  return [batch.shelfmark, batch.id, ...batch.titles.map(({ text }) => text)].some((text) => folded(text).includes(wanted));
}
