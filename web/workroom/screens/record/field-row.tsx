/** One field: its name, its inputs, and everything that is to be said of it, beside it. */
import { type ComponentChildren, Fragment } from "preact";
import { language } from "../../language.ts";
import { say } from "../../words/record.ts";
import { clockTime } from "../../words/words.ts";
import type { Conflict, Issue } from "./desk.ts";
import { FieldControl, inputId } from "./field-control.tsx";
import { FIELD_FORMS } from "./field-forms.ts";
import { fieldLabel, type ProfileField, type Rules } from "./rules.ts";
import { shownValue } from "./shown-value.ts";

/** What pages or register say of a field. */
export interface Proposal {
  readonly field: string;
  readonly value: unknown;
  /** Everything that speaks for it. */
  readonly evidence: readonly {
    readonly source: "title-leaf" | "centre-strip" | "dated-line" | "register";
    readonly pages: readonly number[];
    readonly text: string;
    readonly confidence: number;
  }[];
}

interface FieldRowProps {
  readonly field: string;
  readonly own: ProfileField | undefined;
  readonly rules: Rules;
  readonly value: unknown;
  readonly issues: readonly Issue[];
  readonly conflicts: readonly Conflict[];
  readonly proposals: readonly Proposal[];
  readonly onValue: (value: unknown) => void;
  readonly onPropose: (value: unknown) => void;
  readonly onDecide: (conflict: Conflict, choice: { readonly value: unknown } | undefined) => void;
  readonly onHistory: () => void;
  readonly children?: ComponentChildren;
}

/** The row. */
export function FieldRow(props: FieldRowProps) {
  const { field, own, rules, value, issues, conflicts, proposals, onValue, onPropose, children } = props;
  const form = FIELD_FORMS[field];
  if (!form) return null;
  const label = fieldLabel(rules, field, own);
  const [id, about] = [inputId(field), `about-${field}`];
  const hasError = issues.some(({ level }) => level === "error");
  const [conflict] = conflicts;
  return (
    <div class={`field${hasError ? " has-error" : ""}${conflict ? " has-conflict" : ""}`} data-field={field}>
      <span class="name">
        <label for={id}>
          {label}
          {own?.need === "required" && <span class="need"> *</span>}
        </label>
        <button
          type="button"
          class="plain"
          data-does="history"
          onClick={props.onHistory}
          aria-label={say("historyOf", { label })}
        >
          ⟲
        </button>
      </span>
      <div class="body">
        <ConflictView {...props} label={label} />
        <FieldControl
          field={field}
          form={form}
          rules={rules}
          label={label}
          value={value}
          describedBy={about}
          isInvalid={hasError}
          isClosed={conflict !== undefined}
          onValue={onValue}
        />
        {children}
        <div id={about}>
          {own?.hint && <small class="hint">{own.hint[language()]}</small>}
          {issues.map(({ code, message, advice, level }) => (
            <p key={code + message} class={level === "error" ? "error" : "warn"}>
              {level === "error" ? "✖" : "⚠"} {message}. <small>{advice}</small>
            </p>
          ))}
        </div>
        {proposals.map((each) => (
          <ProposalLine key={JSON.stringify(each)} proposal={each} onTake={() => onPropose(each.value)} />
        ))}
      </div>
    </div>
  );
}

function ProposalLine({ proposal, onTake }: { readonly proposal: Proposal; readonly onTake: () => void }) {
  return (
    <p class="proposal">
      <span>
        <strong>{shownValue(proposal.value)}</strong>
        {proposal.evidence.map(({ source, pages, text, confidence }) => (
          <span key={`${source} ${pages.join()}`} class="evidence">
            {" "}
            {say(`from_${source}`)}
            {pages.length > 0 && ` (${say("onPages", { pages: pages.join(", ") })})`}
            {text !== "" && <q>{text}</q>} {source !== "register" && <small>{Math.round(confidence * 100)} %</small>}
          </span>
        ))}
      </span>{" "}
      <button type="button" class="plain" data-does="take" onClick={onTake}>
        {say("take")}
      </button>
    </p>
  );
}

/** What was there, what is there, and every other text that was written; none of them is gone until one is chosen. */
function ConflictView({ label, conflicts, value, onDecide }: FieldRowProps & { readonly label: string }) {
  const [first] = conflicts;
  if (!first) return null;
  return (
    <section class="conflict" aria-label={say("conflictIn", { label })}>
      <p>
        <strong>✖ {say("conflictIn", { label })}</strong>
      </p>
      <dl>
        <dt>{say("conflictBase")}</dt>
        <dd>{shownValue(first.base)}</dd>
        <dt>{say("conflictHere")}</dt>
        <dd>
          {shownValue(value)}{" "}
          <button type="button" data-does="keep-here" onClick={() => onDecide(first, undefined)}>
            {say("keepHere")}
          </button>
        </dd>
        {conflicts.map((conflict) => (
          <Fragment key={conflict.number}>
            <dt>{say("conflictOther", { who: conflict.agent, time: clockTime(conflict.savedAt) })}</dt>
            <dd>
              {shownValue(conflict.theirs)}{" "}
              <button
                type="button"
                data-does="take-other"
                onClick={() => onDecide(conflict, { value: conflict.theirs ?? undefined })}
              >
                {say("takeOther")}
              </button>
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
