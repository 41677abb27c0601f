/** One column of text: still, with its doubts marked, or under work as a plain field with the marks behind it. */
import { memo } from "preact/compat";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Column } from "../../../../pipeline/columns/column.ts";
import { isOfInputMethod } from "../../keys.ts";
import { isDoubtful, placedCharacters } from "./doubts.ts";

interface StillColumnProps {
  readonly column: Column;
  readonly number: number;
  readonly isMarked: boolean;
  readonly language: string;
  readonly name: string;
  readonly onChoose: (id: string, offset: number, isAdding: boolean) => void;
}

/** A column that is not under work. */
export const StillColumn = memo(function StillColumn({ column, number, isMarked, language, name, onChoose }: StillColumnProps) {
  const choose = (event: MouseEvent): void => {
    const at = (event.target as HTMLElement).dataset["at"];
    onChoose(column.id, at === undefined ? column.text.length : Number(at), event.ctrlKey || event.metaKey || event.shiftKey);
  };
  return (
    <button
      type="button"
      class={`column-text is-${column.kind} ${isMarked ? "is-marked" : ""}`}
      lang={language}
      onClick={choose}
      tabIndex={-1}
    >
      <span class="visually-hidden" lang={document.documentElement.lang}>
        {name}:{" "}
      </span>
      <span class="order" aria-hidden="true">
        {number}
      </span>
      <span class="letters">
        <MarkedText column={column} />
      </span>
    </button>
  );
});

/** The text with its doubts; each character knows where it stands. */
function MarkedText({ column }: { readonly column: Column }) {
  const pieces = [];
  let at = 0;
  for (const { character, start, end } of placedCharacters(column)) {
    if (start > at) pieces.push(column.text.slice(at, start));
    pieces.push(
      <span key={start} data-at={start} class={isDoubtful(character) ? "doubt" : undefined}>
        {column.text.slice(start, end)}
      </span>,
    );
    at = end;
  }
  pieces.push(column.text.slice(at));
  return <>{pieces}</>;
}

interface ActiveColumnProps {
  readonly column: Column;
  readonly offset: number;
  readonly language: string;
  readonly name: string;
  readonly isReadOnly: boolean;
  /** False when the column cannot have this text. */
  readonly onType: (text: string, offset: number) => boolean;
  readonly onCaret: (offset: number) => void;
}

/**
 * The column under work: one plain field. The text is never changed while it is typed, so that input methods that go back and write
 * anew find what they left.
 */
export function ActiveColumn({ column, offset, language, name, isReadOnly, onType, onCaret }: ActiveColumnProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  // Browsers tell of a selection after the fact: what is known already must not take the caret back from where it has gone since.
  const known = useRef(offset);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    if (element.value !== column.text) element.value = column.text;
    if (document.activeElement !== element && !isElsewhere()) element.focus({ preventScroll: true });
    if (element.selectionStart === element.selectionEnd && element.selectionStart !== offset)
      element.setSelectionRange(offset, offset);
    known.current = element.selectionStart;
    giveRoom(element);
    element.parentElement?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [column.id, column.text, offset]);
  const caret = (): void => {
    const element = field.current;
    if (!element || element.selectionStart !== element.selectionEnd || element.selectionStart === known.current) return;
    known.current = element.selectionStart;
    onCaret(element.selectionStart);
  };
  return (
    <div class={`column-text is-active is-${column.kind}`} lang={language}>
      <span class="letters" aria-hidden="true">
        <MarkedText column={column} />
        {"\u200b"}
      </span>
      <textarea
        ref={field}
        class="letters"
        aria-label={name}
        readOnly={isReadOnly}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget: element }) => {
          known.current = element.selectionStart;
          if (onType(element.value, element.selectionStart)) return;
          // What is seen is what is kept.
          element.value = column.text;
          element.setSelectionRange(offset, offset);
          known.current = offset;
        }}
        onSelect={caret}
        onKeyUp={(event) => {
          if (!isOfInputMethod(event)) caret();
        }}
        onClick={caret}
      />
    </div>
  );
}

/** Firefox makes a box as wide as one line of vertical writing, however many lines the text has within the height of the page. */
function giveRoom({ parentElement: box, previousElementSibling: letters }: HTMLTextAreaElement): void {
  if (!box || !letters) return;
  box.style.minWidth = "";
  if (letters.scrollWidth > letters.clientWidth) box.style.minWidth = `${letters.scrollWidth}px`;
}

/** Somebody writes elsewhere: the field must not take the focus from them. */
function isElsewhere(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement.matches("input, select, dialog *, textarea:not(.letters)");
}
