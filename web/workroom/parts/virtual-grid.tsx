/**
 * A grid of cells of one size of which only the rows in sight are drawn. One cell is active; arrow keys move it, Enter opens it,
 * Space selects it; it is a listbox to those who do not see it.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isOfInputMethod } from "../keys.ts";

interface VirtualGridProps {
  readonly label: string;
  readonly count: number;
  /** Pixels of a cell, its gap included. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly isRightToLeft: boolean;
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onToggle: (index: number) => void;
  readonly isSelected: (index: number) => boolean;
  readonly nameOf: (index: number) => string;
  readonly cell: (index: number) => ComponentChildren;
}

/** Rows drawn beyond those in sight, so that scrolling meets no blank. */
const ROWS_BEYOND = 2;

interface View {
  readonly width: number;
  readonly height: number;
  readonly top: number;
}

/** The grid. It fills its place and scrolls inside it. */
export function VirtualGrid(props: VirtualGridProps) {
  const { count, cellWidth, cellHeight, isRightToLeft, active } = props;
  const element = useRef<HTMLDivElement>(null);
  const view = useView(element);
  const perRow = Math.max(1, Math.floor(view.width / cellWidth));
  const rows = Math.ceil(count / perRow);
  const first = Math.max(0, Math.floor(view.top / cellHeight) - ROWS_BEYOND);
  const last = Math.min(rows - 1, Math.ceil((view.top + view.height) / cellHeight) + ROWS_BEYOND);
  useKeepInSight(element, active, perRow, cellHeight);
  const indexes = range(first * perRow, Math.min(count, (last + 1) * perRow));
  return (
    <div
      ref={element}
      class="virtual-grid"
      role="listbox"
      aria-label={props.label}
      aria-multiselectable="true"
      aria-activedescendant={count > 0 ? `cell-${active}` : undefined}
      tabIndex={0}
      dir={isRightToLeft ? "rtl" : "ltr"}
      onKeyDown={(event) => pressed(event, props, perRow)}
    >
      <div class="extent" style={{ height: `${rows * cellHeight}px` }}>
        {indexes.map((index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the grid, which has the focus
          <div
            key={index}
            id={`cell-${index}`}
            role="option"
            tabIndex={-1}
            dir="ltr"
            aria-selected={props.isSelected(index)}
            aria-label={props.nameOf(index)}
            aria-setsize={count}
            aria-posinset={index + 1}
            class={index === active ? "cell is-active" : "cell"}
            style={placeOf(index, perRow, props)}
            onClick={(event) => clicked(event, index, props)}
            onDblClick={() => props.onOpen(index)}
          >
            {props.cell(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

function placeOf(index: number, perRow: number, { cellWidth, cellHeight, isRightToLeft }: VirtualGridProps) {
  const across = `${(index % perRow) * cellWidth}px`;
  const size = { width: `${cellWidth}px`, height: `${cellHeight}px`, top: `${Math.floor(index / perRow) * cellHeight}px` };
  return isRightToLeft ? { ...size, right: across } : { ...size, left: across };
}

function clicked(event: MouseEvent, index: number, { onActive, onToggle, onOpen, active }: VirtualGridProps): void {
  if (event.ctrlKey || event.metaKey) onToggle(index);
  else if (event.shiftKey) for (const each of between(active, index)) onToggle(each);
  else if (index === active) onOpen(index);
  onActive(index);
}

function pressed(event: KeyboardEvent, props: VirtualGridProps, perRow: number): void {
  if (isOfInputMethod(event) || event.altKey || event.ctrlKey || event.metaKey) return;
  const { active, count, onActive, onOpen, onToggle } = props;
  if (event.key === "Enter") onOpen(active);
  else if (event.key === " ") onToggle(active);
  else {
    const next = target(event.key, props, perRow);
    if (next === undefined) return;
    const index = Math.max(0, Math.min(count - 1, next));
    if (event.shiftKey) for (const each of between(active, index).slice(1)) onToggle(each);
    onActive(index);
  }
  event.preventDefault();
}

/** Arrow keys are physical: left is left, whichever way the pages run. */
function target(key: string, { active, count, isRightToLeft }: VirtualGridProps, perRow: number): number | undefined {
  const forward = isRightToLeft ? -1 : 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: active + forward,
    ArrowLeft: active - forward,
    ArrowDown: active + perRow,
    ArrowUp: active - perRow,
    PageDown: active + perRow * 4,
    PageUp: active - perRow * 4,
    Home: 0,
    End: count - 1,
  };
  return moves[key];
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
const between = (from: number, to: number): readonly number[] =>
  from <= to ? range(from, to + 1) : [...range(to, from + 1)].reverse();

function useView(element: { readonly current: HTMLDivElement | null }): View {
  const [view, setView] = useState<View>({ width: 1000, height: 800, top: 0 });
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const look = (): void => setView({ width: box.clientWidth, height: box.clientHeight, top: box.scrollTop });
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [element]);
  return view;
}

function useKeepInSight(
  element: { readonly current: HTMLDivElement | null },
  active: number,
  perRow: number,
  cellHeight: number,
): void {
  useEffect(() => {
    const box = element.current;
    if (!box) return;
    const top = Math.floor(active / perRow) * cellHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + cellHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + cellHeight - box.clientHeight;
  }, [element, active, perRow, cellHeight]);
}
