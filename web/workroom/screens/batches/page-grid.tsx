/** The pages of an item as a grid of thumbnails; only those in sight are drawn, however many there are. */
import { useMemo, useState } from "preact/hooks";
import { addressOf } from "../../api.ts";
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { VirtualGrid } from "../../parts/virtual-grid.tsx";
import { go, linkTo } from "../../router.ts";
import type { ScreenProps } from "../../screen.ts";
import { say } from "../../words/batches.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { type Batch, type GridPage, PAGE_SIGNS, type PageState } from "./batch.ts";
import { WhyWaiting } from "./why-waiting.tsx";

const STATES = Object.keys(PAGE_SIGNS) as PageState[];

/** The screen. */
export function PageGrid({ path: { item = "" } }: ScreenProps) {
  const address = `/api/items/${encodeURIComponent(item)}`;
  const batch = useLive<Batch>(address);
  const pages = useLive<{ readonly pages: readonly GridPage[] }>(`${address}/pages`);
  const [state, setState] = useState<PageState | "">("");
  const shown = useMemo(
    () => (pages.value?.pages ?? []).filter((page) => state === "" || page.state === state),
    [pages.value, state],
  );
  const refusal = batch.refusal ?? pages.refusal;
  if (refusal && !(batch.value && pages.value)) return <RefusalBox refusal={refusal} onTryAgain={pages.reload} />;
  if (!batch.value || !pages.value) return <p class="waiting">{sayFrame("loading")}</p>;
  return (
    <section class="page-grid">
      <GridHead batch={batch.value} />
      <WhyWaiting item={item} />
      <p class="tools">
        <label>
          {say("state")}{" "}
          <select value={state} onChange={(event) => setState(event.currentTarget.value as PageState | "")}>
            <option value="">{say("allStates")}</option>
            {STATES.map((each) => (
              <option key={each} value={each}>
                {PAGE_SIGNS[each]} {say(`page_${each}`)}
              </option>
            ))}
          </select>
        </label>{" "}
        <span role="status">{say("shownOf", { shown: shown.length, count: pages.value.pages.length })}</span>
      </p>
      <Grid item={item} pages={shown} isRightToLeft={batch.value.viewingDirection === "right-to-left"} />
    </section>
  );
}

function GridHead({ batch }: { readonly batch: Batch }) {
  const [title] = batch.titles;
  const own = `/items/${encodeURIComponent(batch.id)}`;
  return (
    <header>
      <h1>
        {batch.shelfmark} {title && <span lang={title.language}>{title.text}</span>}
      </h1>
      <p class="tools">
        <span class={`state is-${batch.state}`}>{say(`state_${batch.state}`)}</span>
        <a href={linkTo(`${own}/record`)}>{say("record")}</a>
        <a href={linkTo(`${own}/quality`)}>{say("qualityDesk")}</a>
      </p>
    </header>
  );
}

interface GridProps {
  readonly item: string;
  readonly pages: readonly GridPage[];
  readonly isRightToLeft: boolean;
}

function Grid({ item, pages, isRightToLeft }: GridProps) {
  const [active, setActive] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (index: number): void => {
    const id = pages[index]?.id;
    if (id === undefined) return;
    setSelected((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  };
  const open = (index: number): void => {
    const page = pages[index];
    if (page) go(`/items/${encodeURIComponent(item)}/pages/${page.id}/text`);
  };
  return (
    <>
      <p class="tools">
        <button type="button" class="plain" onClick={() => setSelected(new Set(pages.map(({ id }) => id)))}>
          {say("selectAll")}
        </button>
        <button type="button" class="plain" onClick={() => setSelected(new Set())} disabled={selected.size === 0}>
          {say("selectNone")}
        </button>
        {selected.size > 0 && <span role="status">{say("selected", { count: selected.size })}</span>}
      </p>
      <VirtualGrid
        label={say(isRightToLeft ? "grid" : "gridLtr")}
        count={pages.length}
        cellWidth={124}
        cellHeight={184}
        isRightToLeft={isRightToLeft}
        active={active}
        onActive={setActive}
        onOpen={open}
        onToggle={toggle}
        isSelected={(index) => selected.has(pages[index]?.id ?? "")}
        nameOf={(index) => nameOf(pages[index])}
        cell={(index) => <Cell page={pages[index]} />}
      />
    </>
  );
}

const nameOf = (page: GridPage | undefined): string =>
  page ? say("page", { label: page.label, state: say(`page_${page.state}`) }) : "";

function Cell({ page }: { readonly page: GridPage | undefined }) {
  if (!page) return null;
  return (
    <div class={`thumb is-${page.state}`}>
      {page.hasPicture ? (
        <img src={addressOf(`/api/pages/${page.id}/thumbnail`)} alt="" loading="lazy" decoding="async" />
      ) : (
        <span class="no-picture" aria-hidden="true" />
      )}
      <span class="label">
        {page.label} <span aria-hidden="true">{PAGE_SIGNS[page.state]}</span>
      </span>
      <span class="state-word">{say(`page_${page.state}`)}</span>
    </div>
  );
}
