/** The inputs of one field, in whatever shape it has. */
import { say, sayOf } from "../../words/record.ts";
import { blankAfter, type Cell, type FieldForm } from "./field-forms.ts";
import { Input } from "./inputs.tsx";
import type { Rules } from "./rules.ts";

/** What a field is given. */
export interface ControlProps {
  readonly field: string;
  readonly form: FieldForm;
  readonly rules: Rules;
  readonly label: string;
  readonly value: unknown;
  readonly describedBy: string;
  readonly isInvalid: boolean;
  readonly isClosed: boolean;
  readonly onValue: (value: unknown) => void;
}

type Entry = Readonly<Record<string, unknown>>;

/** The identifier of the first input of a field, where links and keys lead. */
export const inputId = (field: string): string => `field-${field}`;

/** The inputs. */
export function FieldControl(props: ControlProps) {
  const { form, field, label, value, onValue, rules, describedBy, isInvalid, isClosed } = props;
  const common = { rules, describedBy, isInvalid, isClosed };
  if (form.shape === "one") {
    return <Input {...common} cell={form.cell} id={inputId(field)} label={label} value={value} onValue={onValue} />;
  }
  if (form.shape === "group") {
    const entry = (value ?? {}) as Entry;
    return (
      <span class="entry">
        <Cells {...props} cells={form.cells} entry={entry} firstId={inputId(field)} onEntry={(next) => onValue(filled(next))} />
      </span>
    );
  }
  return form.shape === "list" ? (
    <PlainList {...props} cell={form.cell} />
  ) : (
    <Entries {...props} cells={form.cells} blank={form.blank} />
  );
}

/** A value of which nothing is left is none. */
function filled(entry: Entry): Entry | undefined {
  const kept = Object.entries(entry).filter(([, each]) => each !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

interface CellsProps extends ControlProps {
  readonly cells: readonly Cell[];
  readonly entry: Entry;
  readonly firstId: string | undefined;
  readonly onEntry: (entry: Entry) => void;
}

/** The inputs of one entry; what it is called in the language that the entry itself names. */
function Cells({ cells, entry, firstId, onEntry, label, rules, describedBy, isInvalid, isClosed }: CellsProps) {
  const tag = typeof entry["language"] === "string" ? entry["language"] : undefined;
  return (
    <>
      {cells.map((cell, at) => {
        const words = sayOf("cell", cell.words ?? cell.key);
        return (
          <span key={cell.key} class={`cell is-${cell.kind}`}>
            <small aria-hidden="true">{words}</small>
            <Input
              cell={cell}
              rules={rules}
              label={`${label}: ${words}`}
              value={entry[cell.key]}
              tag={cell.kind === "text" || cell.kind === "long" ? tag : undefined}
              id={at === 0 ? firstId : undefined}
              describedBy={describedBy}
              isInvalid={isInvalid && at === 0}
              isClosed={isClosed}
              onValue={(value) => onEntry({ ...entry, [cell.key]: value })}
            />
          </span>
        );
      })}
    </>
  );
}

/** A list always shows an empty place at its end, so that nothing need be added before it can be typed. */
function PlainList(props: ControlProps & { readonly cell: Cell }) {
  const { field, cell, label, value, rules, describedBy, isInvalid, isClosed, onValue } = props;
  const texts = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const change = (at: number, next: unknown): void => {
    const changed = at < texts.length ? texts.map((each, index) => (index === at ? (next ?? "") : each)) : [...texts, next ?? ""];
    onValue(withoutEmptyEnd(changed));
  };
  return (
    <span class="plain-list">
      {[...texts, undefined].map((each, at) => (
        <span key={at} class="list-item" data-entry={at}>
          <Input
            cell={cell}
            rules={rules}
            label={`${label} ${at + 1}`}
            value={each}
            id={at === 0 ? inputId(field) : undefined}
            describedBy={describedBy}
            isInvalid={isInvalid && at === 0}
            isClosed={isClosed}
            onValue={(next) => change(at, next)}
          />
          {at < texts.length && (
            <RemoveButton
              label={`${label} ${at + 1}`}
              onRemove={() => onValue(withoutEmptyEnd(texts.filter((_, index) => index !== at)))}
            />
          )}
        </span>
      ))}
    </span>
  );
}

function withoutEmptyEnd(texts: readonly unknown[]): readonly unknown[] | undefined {
  const end = texts.findLastIndex((each) => each !== "" && each !== undefined);
  return end === -1 ? undefined : texts.slice(0, end + 1);
}

function Entries(props: ControlProps & { readonly cells: readonly Cell[]; readonly blank: Entry }) {
  const { field, label, value, cells, blank, isClosed, onValue } = props;
  const entries = Array.isArray(value) && value.length > 0 ? (value as readonly Entry[]) : [blank];
  const put = (next: readonly Entry[]): void => onValue(next.length === 0 ? undefined : next);
  const firstOf = (at: number) => (at === 0 ? inputId(field) : `${inputId(field)}-${at}`);
  const add = (at: number): void => {
    put([...entries.slice(0, at + 1), blankAfter(field, blank, entries[at]), ...entries.slice(at + 1)]);
    focusSoon(firstOf(at + 1));
  };
  const remove = (at: number): void => {
    put(entries.filter((_, index) => index !== at));
    focusSoon(firstOf(Math.max(0, at - 1)));
  };
  return (
    <span class="entries">
      {entries.map((entry, at) => (
        <span key={at} class="entry" data-entry={at}>
          <Cells
            {...props}
            cells={cells}
            entry={entry}
            firstId={firstOf(at)}
            onEntry={(next) => put(entries.map((each, index) => (index === at ? next : each)))}
          />
          {!isClosed && (
            <span class="entry-tools">
              <button
                type="button"
                class="plain"
                data-does="add"
                onClick={() => add(at)}
                aria-label={say("addAfter", { label, n: at + 1 })}
              >
                +
              </button>
              <RemoveButton label={`${label} ${at + 1}`} onRemove={() => remove(at)} />
            </span>
          )}
        </span>
      ))}
    </span>
  );
}

function RemoveButton({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <button type="button" class="plain" data-does="remove" onClick={onRemove} aria-label={say("remove", { label })}>
      ×
    </button>
  );
}

function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
