/** The fields of a record in three groups, those of its kind of document in their order. */
import type { RefObject } from "preact";
import { toast } from "../../parts/toasts.tsx";
import { say } from "../../words/record.ts";
import { DateCheck } from "./date-check.tsx";
import { FIELD_FORMS, FORM_GROUPS, USUAL_GROUP } from "./field-forms.ts";
import { FieldRow, type Proposal } from "./field-row.tsx";
import { pressedInForm } from "./form-keys.ts";
import type { ProfileField } from "./rules.ts";
import type { OpenDesk } from "./use-desk.ts";

interface FormProps {
  readonly desk: OpenDesk;
  readonly form: RefObject<HTMLFormElement | null>;
  /** Fields of the kind of document. */
  readonly owns: ReadonlyMap<string, ProfileField>;
  readonly proposals: readonly Proposal[];
  readonly onHistory: (field: string) => void;
}

/** The form. What is typed goes out when a field is left; nothing waits for that. */
export function RecordForm(props: FormProps) {
  const { desk, form, owns } = props;
  return (
    <form
      ref={form}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => form.current && pressedInForm(event, form.current)}
      onFocusOut={() => void desk.saver.flush()}
    >
      {FORM_GROUPS.map(({ id, of }) => (
        <fieldset key={id}>
          <legend>{say(`group_${id}`)}</legend>
          {fieldsOf(id, of, [...owns.values()], desk.fields).map((field) => (
            <Row key={field} {...props} field={field} />
          ))}
        </fieldset>
      ))}
    </form>
  );
}

function Row({ desk: open, field, owns, proposals, onHistory }: FormProps & { readonly field: string }) {
  const { saver, fields, rules, desk } = open;
  const isOwn = (each: { readonly field: string }) => each.field === field;
  const isNews = ({ value }: Proposal) => JSON.stringify(value) !== JSON.stringify(fields[field]);
  const written = fields["dateAsWritten"];
  return (
    <FieldRow
      field={field}
      own={owns.get(field)}
      rules={rules}
      value={fields[field]}
      issues={desk.issues.filter(isOwn)}
      conflicts={desk.conflicts.filter(isOwn)}
      proposals={proposals.filter(isOwn).filter(isNews)}
      onValue={(value) => (field === "profile" ? chooseKind(open, value) : saver.set(field, value))}
      onPropose={(value) => saver.set(field, value, "proposal")}
      onDecide={(conflict, choice) => saver.decide(conflict, choice)}
      onHistory={() => onHistory(field)}
    >
      {field === "dateAsWritten" && (
        <DateCheck
          text={typeof written === "string" ? written : ""}
          chosen={fields["dateEdtf"]}
          onChoose={(edtf) => saver.set("dateEdtf", edtf)}
        />
      )}
    </FieldRow>
  );
}

/** A kind of document brings what its records usually begin with, into fields that are empty. */
function chooseKind({ saver, rules, fields }: OpenDesk, value: unknown): void {
  saver.set("profile", value);
  const defaults = typeof value === "string" && value !== fields["profile"] ? (rules.profiles[value]?.defaults ?? {}) : {};
  const free = Object.entries(defaults).filter(([field]) => fields[field] === undefined && FIELD_FORMS[field]);
  for (const [field, usual] of free) saver.set(field, usual);
  if (free.length > 0) toast(say("usualFilled", { count: free.length }));
}

/** Fields of the kind of document in its order; then whatever else holds something. Without a kind: all there are. */
function fieldsOf(
  id: string,
  groups: readonly string[],
  profile: readonly ProfileField[],
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const usual = (field: string) => (USUAL_GROUP[field] ?? "matter") === id;
  if (profile.length === 0) return Object.keys(FIELD_FORMS).filter(usual);
  const own = profile.filter(({ group, field }) => groups.includes(group) && FIELD_FORMS[field]).map(({ field }) => field);
  const known = new Set(profile.map(({ field }) => field));
  const others = Object.keys(FIELD_FORMS).filter((field) => usual(field) && !known.has(field) && values[field] !== undefined);
  return [...(id === "identity" ? ["profile"] : []), ...own, ...others.filter((field) => field !== "profile")];
}
