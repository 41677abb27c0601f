/** Everything wrong, on top, each a link to its field. */
import { say } from "../../words/record.ts";
import type { Issue } from "./desk.ts";
import { inputId } from "./field-control.tsx";

interface IssueListProps {
  readonly issues: readonly Issue[];
  readonly conflicted: readonly string[];
  readonly labelOf: (field: string) => string;
}

/** The list; it takes the focus, so that a key leads to it. */
export function IssueList({ issues, conflicted, labelOf }: IssueListProps) {
  const errors = issues.filter(({ level }) => level === "error");
  const fields = [...new Set([...conflicted, ...errors.map(({ field }) => field)])];
  return (
    <nav id="issues" tabIndex={-1} class={`issues${fields.length > 0 ? " has-errors" : ""}`} aria-label={say("issues")}>
      <strong>
        {fields.length > 0
          ? say("wrong", { count: errors.length + conflicted.length, warnings: issues.length - errors.length })
          : say("nothingWrong", { warnings: issues.length })}
      </strong>
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <li key={field}>
              <a href={`#${inputId(field)}`} onClick={(event) => lead(event, field)}>
                {conflicted.includes(field)
                  ? say("conflictIn", { label: labelOf(field) })
                  : errors.find((each) => each.field === field)?.message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

function lead(event: MouseEvent, field: string): void {
  event.preventDefault();
  const row = document.querySelector<HTMLElement>(`[data-field="${field}"]`);
  row?.scrollIntoView({ block: "center" });
  const target = row?.querySelector<HTMLElement>(".conflict button") ?? document.getElementById(inputId(field));
  target?.focus();
}
