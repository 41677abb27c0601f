/** The inputs of the form. Every one says what it holds as soon as it is typed; nothing waits for another key or for leaving. */
import { useId, useState } from "preact/hooks";
import { isOfInputMethod } from "../../keys.ts";
import { language } from "../../language.ts";
import { sayOf } from "../../words/record.ts";
import { type Cell, composed, isHanTag } from "./field-forms.ts";
import { namesIn, namesLine } from "./other-names.ts";
import { type ListEntry, type Rules, termLabel, termNamed, termsLike } from "./rules.ts";

/** What every input is given. */
export interface InputProps {
  readonly cell: Cell;
  readonly rules: Rules;
  readonly value: unknown;
  readonly label: string;
  /** BCP 47 tag of the text, where it is known. */
  readonly tag?: string | undefined;
  readonly id?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly isInvalid?: boolean | undefined;
  readonly isClosed?: boolean | undefined;
  readonly onValue: (value: unknown) => void;
}

/** One input of any kind. */
export function Input(props: InputProps) {
  const { cell } = props;
  if (cell.kind === "term") return <TermInput {...props} list={cell.list} />;
  if (cell.kind === "choice") return <ChoiceInput {...props} options={cell.options} />;
  if (cell.kind === "names") return <NamesInput {...props} />;
  return <TextInput {...props} isLong={cell.kind === "long"} isNumber={cell.kind === "number"} />;
}

const shared = ({ label, id, describedBy, isInvalid }: InputProps) => ({
  "aria-label": label,
  ...(id === undefined ? {} : { id }),
  ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
  ...(isInvalid ? { "aria-invalid": "true" as const } : {}),
});

function TextInput(props: InputProps & { readonly isLong: boolean; readonly isNumber: boolean }) {
  const { value, tag, isLong, isNumber, isClosed = false, onValue } = props;
  const shown = value === undefined || value === null ? "" : String(value);
  const typed = (text: string): void => onValue(isNumber ? numberIn(text) : text === "" ? undefined : text);
  const left = (text: string): void => {
    // Only letters of Quốc ngữ are composed, and only when the field is left: input methods rewrite while they type.
    const better = composed(text);
    if (!isNumber && !isHanTag(tag) && better !== text) onValue(better);
  };
  const common = {
    ...shared(props),
    value: shown,
    readOnly: isClosed,
    spellcheck: false,
    autocomplete: "off" as const,
    ...(tag === undefined ? {} : { lang: tag }),
  };
  if (isLong) {
    return (
      <textarea
        {...common}
        rows={3}
        onInput={(event) => typed(event.currentTarget.value)}
        onBlur={(event) => left(event.currentTarget.value)}
      />
    );
  }
  return (
    <input
      {...common}
      type="text"
      inputMode={isNumber ? "decimal" : "text"}
      class={isNumber ? "short" : ""}
      onInput={(event) => typed(event.currentTarget.value)}
      onBlur={(event) => left(event.currentTarget.value)}
    />
  );
}

/** The line stays as it is typed for as long as somebody types in it; what it says is told at every key. */
function NamesInput(props: InputProps) {
  const { value, isClosed = false, onValue } = props;
  const [line, setLine] = useState<string>();
  const typed = (next: string): void => {
    setLine(next);
    onValue(namesIn(next));
  };
  return (
    <input
      {...shared(props)}
      type="text"
      autocomplete="off"
      spellcheck={false}
      readOnly={isClosed}
      value={line ?? namesLine(value)}
      onInput={(event) => typed(event.currentTarget.value)}
      onBlur={() => setLine(undefined)}
    />
  );
}

/** What is no number is kept as it was typed, and told as a mistake. */
function numberIn(text: string): unknown {
  if (text.trim() === "") return undefined;
  return /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : text;
}

function ChoiceInput(props: InputProps & { readonly options: readonly string[] }) {
  const { value, options, isClosed = false, onValue } = props;
  const known = typeof value === "string" && !options.includes(value) ? [...options, value] : options;
  return (
    <select
      {...shared(props)}
      value={typeof value === "string" ? value : ""}
      disabled={isClosed}
      onChange={(event) => onValue(event.currentTarget.value === "" ? undefined : event.currentTarget.value)}
    >
      <option value="">–</option>
      {known.map((each) => (
        <option key={each} value={each}>
          {sayOf("choice", each)}
        </option>
      ))}
    </select>
  );
}

const MOST_SHOWN = 12;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** An entry of a controlled list, found by typing any of its names without marks. Text that names none is kept and told. */
function TermInput(props: InputProps & { readonly list: string }) {
  const { rules, list, value, isClosed = false, onValue } = props;
  const listId = useId();
  const [text, setText] = useState<string>();
  const [active, setActive] = useState(-1);
  const label = typeof value === "string" ? termLabel(rules, list, value) : "";
  const found = text === undefined ? [] : termsLike(rules, list, text).slice(0, MOST_SHOWN);
  const close = (): void => {
    setText(undefined);
    setActive(-1);
  };
  const choose = (entry: ListEntry): void => {
    onValue(entry.id);
    close();
  };
  const typed = (next: string): void => {
    setText(next);
    setActive(next.trim() === "" ? -1 : 0);
    onValue(next.trim() === "" ? undefined : (termNamed(rules, list, next)?.id ?? next));
  };
  const move = (step: number): void => {
    if (text === undefined) setText("");
    else setActive((before) => (found.length === 0 ? -1 : (before + step + found.length) % found.length));
  };
  const pressed = (event: KeyboardEvent): void => {
    if (isOfInputMethod(event)) return;
    const chosen = found[active];
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    } else if (event.key === "Escape" && text !== undefined) {
      event.preventDefault();
      close();
    } else if (chosen && (event.key === "Enter" || event.key === "Tab")) {
      // Enter goes on to the next field by itself.
      choose(chosen);
    }
  };
  return (
    <span class="term">
      <input
        {...shared(props)}
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        {...(active >= 0 && found[active] ? { "aria-activedescendant": `${listId}-${active}` } : {})}
        autocomplete="off"
        spellcheck={false}
        readOnly={isClosed}
        value={text ?? label}
        onInput={(event) => typed(event.currentTarget.value)}
        onKeyDown={pressed}
        onBlur={close}
      />
      <span role="listbox" id={listId} aria-label={props.label} class={found.length > 0 ? "options" : "options is-closed"}>
        {found.map((entry, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input that the list belongs to
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <span
            key={entry.id}
            role="option"
            id={`${listId}-${at}`}
            aria-selected={at === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(entry)}
          >
            {entry[language()]} <small>{entry[language() === "vi" ? "en" : "vi"]}</small>
          </span>
        ))}
      </span>
    </span>
  );
}
