/** The policy of one profile: what waits for people, how many must agree, and which sample they must look at. */
import { useState } from "preact/hooks";
import { put, Refusal } from "../../api.ts";
import { toast } from "../../parts/toasts.tsx";
import { say } from "../../words/settings.ts";
import { dayAndTime } from "../../words/words.ts";
import type { Policy, ProfilePolicy } from "./answer.ts";

interface PolicyFormProps {
  readonly policy: ProfilePolicy;
  readonly onSaved: () => void;
}

const GATES = [
  ["text-review", "gate_text", "approvalText"],
  ["metadata-entry", "gate_record", "approvalRecord"],
] as const;
const DEMANDS = ["required", "draft-may-publish"] as const;
const PERSONS = ["one-person", "two-persons"] as const;
/** Where somebody asks for a sample for the first time. */
const FIRST_RULE = { share: 0.05, least: 20, tolerated: 0 };

/** One form. */
export function PolicyForm({ policy: { profile, quality, setBy, ...known }, onSaved }: PolicyFormProps) {
  const [policy, setPolicy] = useState<Policy>(known);
  const save = async (): Promise<void> => {
    try {
      const path = `/api/settings/policies/${encodeURIComponent(profile)}`;
      const { isChanged, items } = await put<{ readonly isChanged: boolean; readonly items: number }>(path, policy);
      toast(isChanged || items > 0 ? say("saved", { items }) : say("unchanged"));
      onSaved();
    } catch (thrown) {
      toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad");
    }
  };
  return (
    <form
      class="policy"
      aria-label={`${say("profile")} ${profile}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>{profile}</h3>
      {GATES.map(([gate, name, approval]) => (
        <p key={gate}>
          <Choice
            label={say(name)}
            name={gate}
            value={policy.gates[gate] ?? "draft-may-publish"}
            options={DEMANDS.map((each) => [each, say(`gate_${each}`)])}
            onChoose={(chosen) => setPolicy({ ...policy, gates: { ...policy.gates, [gate]: chosen } })}
          />
          <Choice
            label={say(approval)}
            name={`${gate}-persons`}
            value={policy.approvals[gate] ?? "one-person"}
            options={PERSONS.map((each) => [each, say(`approval_${each}`)])}
            onChoose={(chosen) => setPolicy({ ...policy, approvals: { ...policy.approvals, [gate]: chosen } })}
          />
        </p>
      ))}
      <SampleRule rule={policy.sample} onChange={(sample) => setPolicy({ ...policy, sample })} />
      <p class="foot">
        <button type="submit" class="main">
          {say("save")}
        </button>{" "}
        <small>{setBy ? say("setBy", { agent: setBy.agent, at: dayAndTime(setBy.at) }) : say("fromFile")}</small>
        {quality && <small> · {say("qualityProfile", { name: quality })}</small>}
      </p>
    </form>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChoose: (value: T) => void;
}

function Choice<T extends string>({ label, name, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <label>
      {label}{" "}
      <select name={name} value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SampleRuleProps {
  readonly rule: Policy["sample"];
  readonly onChange: (rule: Policy["sample"]) => void;
}

function SampleRule({ rule, onChange }: SampleRuleProps) {
  const asPercent = (share: number): number => Math.round(share * 1000) / 10;
  return (
    <p>
      <label>
        <input
          type="checkbox"
          name="sample"
          checked={rule !== null}
          onChange={(event) => onChange(event.currentTarget.checked ? FIRST_RULE : null)}
        />{" "}
        {say("sample")}
      </label>
      {rule && (
        <>
          <Amount
            label={say("share")}
            name="share"
            least={0.1}
            most={100}
            value={asPercent(rule.share)}
            onType={(each) => onChange({ ...rule, share: each / 100 })}
          />
          <Amount
            label={say("least")}
            name="least"
            least={1}
            most={1000}
            step={1}
            value={rule.least}
            onType={(each) => onChange({ ...rule, least: each })}
          />
          <Amount
            label={say("tolerated")}
            name="tolerated"
            least={0}
            most={50}
            value={asPercent(rule.tolerated)}
            onType={(each) => onChange({ ...rule, tolerated: each / 100 })}
          />
        </>
      )}
    </p>
  );
}

interface AmountProps {
  readonly label: string;
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  readonly value: number;
  readonly onType: (value: number) => void;
}

function Amount({ label, name, least, most, step = 0.1, value, onType }: AmountProps) {
  return (
    <label>
      {label}{" "}
      <input
        type="number"
        name={name}
        min={least}
        max={most}
        step={step}
        required
        value={value}
        onChange={(event) => onType(event.currentTarget.valueAsNumber || 0)}
      />
    </label>
  );
}
