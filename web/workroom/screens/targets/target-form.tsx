/** Setting a target, for those who steer. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { put, Refusal, remove } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { toast } from "../../parts/toasts.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/targets.ts";
import type { Target } from "./progress.ts";

const DEFINITIONS = ["published", "archived", "archived-and-described"] as const;
const UNITS = ["items", "pages"] as const;

interface FormProps {
  /** The target that is changed; none for a new one. */
  readonly target: Target | undefined;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const addressOf = (name: string): string => `/api/progress/targets/${encodeURIComponent(name)}`;

/** The dialog. */
export function TargetForm({ target, onDone, onClose }: FormProps) {
  const [problem, setProblem] = useState<string>();
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      onDone();
    } catch (thrown) {
      setProblem(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown));
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const name = target?.name ?? textOf(given, "name");
    void attempt(async () => {
      await put(addressOf(name), bodyOf(given));
      toast(say("saved", { name }));
    });
  };
  return (
    <Dialog
      title={say("formTitle")}
      onClose={onClose}
      actions={
        <>
          {target && (
            <RemoveButton
              onRemove={() =>
                void attempt(async () => {
                  await remove(addressOf(target.name));
                  toast(say("removed", { name: target.name }));
                })
              }
            />
          )}
          <button type="button" onClick={onClose}>
            {sayFrame("cancel")}
          </button>
          <button type="submit" form="target-form" class="main">
            {say("save")}
          </button>
        </>
      }
    >
      <form id="target-form" class="target-form" onSubmit={submit}>
        <Fields target={target} />
        {problem && (
          <p class="error" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function Fields({ target }: Pick<FormProps, "target">) {
  return (
    <>
      <Field label={say("formName")}>
        <input name="name" required maxLength={120} value={target?.name} disabled={target !== undefined} />
      </Field>
      <Field label={say("formPercentage")}>
        <input name="percentage" type="number" required min="0.001" max="100" step="any" value={target?.percentage ?? 70} />
      </Field>
      <Field label={say("formDeadline")}>
        <input name="deadline" type="date" required value={target?.deadline} />
      </Field>
      <Field label={say("formUnit")}>
        <select name="unit">
          {UNITS.map((unit) => (
            <option key={unit} value={unit} selected={unit === target?.unit}>
              {say(`unit_${unit}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={say("formDefinition")}>
        <select name="definition">
          {DEFINITIONS.map((each) => (
            <option key={each} value={each} selected={each === target?.definition}>
              {say(`definition_${each}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={say("formClasses")}>
        <textarea name="classes" rows={2} value={target?.classes.join("\n")} />
      </Field>
      <Field label={say("formOrganisation")}>
        <input name="organisation" value={target?.organisation ?? ""} />
      </Field>
      <Field label={say("formSource")}>
        <input name="source" value={target?.source ?? ""} />
      </Field>
    </>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given
    <label>
      <span>{label}</span>
      {children}
    </label>
  );
}

/** Asks once more in its own place. */
function RemoveButton({ onRemove }: { readonly onRemove: () => void }) {
  const [isSure, setSure] = useState(false);
  return (
    <button type="button" class="plain" onClick={() => (isSure ? onRemove() : setSure(true))}>
      {say(isSure ? "removeSure" : "remove")}
    </button>
  );
}

const textOf = (given: FormData, name: string): string => String(given.get(name) ?? "").trim();

function bodyOf(given: FormData): object {
  const [organisation, source] = [textOf(given, "organisation"), textOf(given, "source")];
  const lines = textOf(given, "classes").split("\n");
  return {
    percentage: Number(textOf(given, "percentage")),
    deadline: textOf(given, "deadline"),
    unit: textOf(given, "unit"),
    definition: textOf(given, "definition"),
    classes: lines.map((each) => each.trim()).filter((each) => each !== ""),
    organisation: organisation === "" ? null : organisation,
    ...(source !== "" && { source }),
  };
}
