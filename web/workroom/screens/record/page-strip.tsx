/** The pages in a strip, in reading direction, with the tools that number leaves. */
import { useState } from "preact/hooks";
import { markOn, withMark, withNewFascicle, withoutMark, withScheme } from "../../../../pipeline/folios/marks.ts";
import { FOLIO_SCHEMES, type FolioMark, type FolioScheme } from "../../../../pipeline/folios/numbering.ts";
import { addressOf } from "../../api.ts";
import { isOfInputMethod } from "../../keys.ts";
import { say } from "../../words/record.ts";
import type { StructureWork } from "./structure-state.ts";

/** Pages drawn on each side of the one that is looked at: a long book has thousands. */
const AROUND = 12;

interface StripProps {
  readonly work: StructureWork;
  readonly active: number;
  readonly onActive: (at: number) => void;
  readonly onMissing: (leaves: readonly string[]) => void;
}

/** The strip and its tools. */
export function PageStrip({ work, active, onActive, onMissing }: StripProps) {
  const { stored, labels, folios, pageIds, numbering } = work;
  const isRightToLeft = stored.viewingDirection === "right-to-left";
  const first = Math.max(0, active - AROUND);
  const shown = stored.pages.slice(first, active + AROUND + 1);
  const go = (at: number): void => {
    const next = Math.max(0, Math.min(pageIds.length - 1, at));
    onActive(next);
    requestAnimationFrame(() => document.getElementById(`strip-${next}`)?.focus());
  };
  const pressed = (event: KeyboardEvent): void => {
    if (isOfInputMethod(event)) return;
    const forward = isRightToLeft ? "ArrowLeft" : "ArrowRight";
    const back = isRightToLeft ? "ArrowRight" : "ArrowLeft";
    const steps: Readonly<Record<string, number>> = {
      [forward]: 1,
      [back]: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -pageIds.length,
      End: pageIds.length,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(active + step);
  };
  return (
    <section aria-label={say("strip")} class="strip-panel">
      <h2>{say("strip")}</h2>
      <div class="strip" role="toolbar" aria-label={say("strip")} dir={isRightToLeft ? "rtl" : "ltr"} onKeyDown={pressed}>
        {shown.map((page, index) => {
          const at = first + index;
          return (
            <button
              type="button"
              key={page.id}
              id={`strip-${at}`}
              tabIndex={at === active ? 0 : -1}
              aria-pressed={at === active}
              aria-label={say("stripPage", { n: at + 1, label: labels[at] ?? "" })}
              class={folios.repeated.includes(labels[at] ?? "") && numbering.marks.length > 0 ? "is-repeated" : ""}
              onClick={() => onActive(at)}
              onFocus={() => at !== active && onActive(at)}
            >
              {page.hasPicture ? (
                <img src={addressOf(`/api/pages/${page.id}/thumbnail`)} alt="" loading="lazy" />
              ) : (
                <span class="no-picture" />
              )}
              <span dir="ltr">{labels[at]}</span>
            </button>
          );
        })}
      </div>
      <FolioTools work={work} active={active} />
      {folios.missing.length > 0 && (
        <p role="status">
          {say("missing", { leaves: folios.missing.join("; ") })}{" "}
          <button type="button" class="plain" data-does="tell-missing" onClick={() => onMissing(folios.missing)}>
            {say("tellMissing")}
          </button>
        </p>
      )}
      {folios.repeated.length > 0 && <p class="warn">⚠ {say("repeated", { labels: folios.repeated.slice(0, 8).join("; ") })}</p>}
    </section>
  );
}

const KINDS = ["count", "start", "skip", "unnumbered", "inserted"] as const;

function FolioTools({ work, active }: { readonly work: StructureWork; readonly active: number }) {
  const { numbering, setNumbering, pageIds, labels } = work;
  const page = pageIds[active] ?? "";
  const mark = markOn(numbering, page);
  const choose = (kind: (typeof KINDS)[number]): void => {
    const blank: Readonly<Record<string, FolioMark>> = {
      start: { page, kind: "start", leaf: 1, side: "a" },
      skip: { page, kind: "skip", numbers: 2 },
      unnumbered: { page, kind: "unnumbered" },
      inserted: { page, kind: "inserted" },
    };
    const next = blank[kind];
    setNumbering(next ? withMark(numbering, next) : withoutMark(numbering, page));
  };
  return (
    <div class="tools folio-tools">
      <label>
        {say("scheme")}{" "}
        <select
          id="folio-scheme"
          value={numbering.scheme}
          onChange={(event) => setNumbering(withScheme(numbering, event.currentTarget.value as FolioScheme))}
        >
          {FOLIO_SCHEMES.map((scheme) => (
            <option key={scheme} value={scheme}>
              {say(`scheme_${scheme}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say("pageIs", { n: active + 1, label: labels[active] ?? "" })}{" "}
        <select
          id="folio-kind"
          value={mark?.kind ?? "count"}
          onChange={(event) => choose(event.currentTarget.value as (typeof KINDS)[number])}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {say(`mark_${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {mark && <MarkDetail key={`${page} ${mark.kind}`} mark={mark} onMark={(next) => setNumbering(withMark(numbering, next))} />}
      <button type="button" data-does="new-fascicle" onClick={() => setNumbering(withNewFascicle(numbering, pageIds, page))}>
        {say("newFascicle")}
      </button>
    </div>
  );
}

function MarkDetail({ mark, onMark }: { readonly mark: FolioMark; readonly onMark: (mark: FolioMark) => void }) {
  const [text, setText] = useState(startText(mark));
  if (mark.kind === "inserted") return null;
  const typed = (next: string): void => {
    setText(next);
    const changed = withDetail(mark, next.trim());
    if (changed) onMark(changed);
  };
  return (
    <label>
      {say(`detail_${mark.kind}`)}{" "}
      <input id="folio-detail" class="short" value={text} onInput={(event) => typed(event.currentTarget.value)} />
    </label>
  );
}

function startText(mark: FolioMark): string {
  if (mark.kind === "start") return `${mark.fascicle === undefined ? "" : `${mark.fascicle}.`}${mark.leaf}${mark.side}`;
  if (mark.kind === "skip") return String(mark.numbers);
  return mark.kind === "unnumbered" ? (mark.label ?? "") : "";
}

/** 12a, 2.1a, 7: what is no number yet changes nothing. */
function withDetail(mark: FolioMark, text: string): FolioMark | undefined {
  if (mark.kind === "unnumbered")
    return text === "" ? { page: mark.page, kind: "unnumbered" } : { ...mark, label: text.slice(0, 60) };
  if (mark.kind === "skip") return /^[1-9]\d{0,3}$/.test(text) ? { ...mark, numbers: Number(text) } : undefined;
  const [, fascicle, leaf, side] = /^(?:(\d{1,3})\.)?([1-9]\d{0,3})([ab])?$/i.exec(text) ?? [];
  if (leaf === undefined || mark.kind !== "start") return undefined;
  const begun = {
    page: mark.page,
    kind: "start" as const,
    leaf: Number(leaf),
    side: side?.toLowerCase() === "b" ? ("b" as const) : ("a" as const),
  };
  return fascicle === undefined || Number(fascicle) < 1 ? begun : { ...begun, fascicle: Number(fascicle) };
}
