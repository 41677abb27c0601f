/** What became of an upload: every file is counted, and every refusal says why and what to do. */
import { linkTo } from "../../router.ts";
import { say } from "../../words/upload.ts";
import type { Outcome } from "./upload.ts";

const REASONS = ["litter", "unfinished-copy", "not-an-image"] as const;

/** Counts, refused files, warnings. */
export function OutcomeView({ batch, outcome }: { readonly batch: string; readonly outcome: Outcome }) {
  const { counts, rejected, skipped, warnings } = outcome;
  return (
    <>
      <p class="counts">
        {say("counts", { ...counts })}
        {counts.superseded > 0 && ` ${say("superseded", { superseded: counts.superseded })}`}
      </p>
      {counts.found > counts.rejected && (
        <p>
          <a href={linkTo(`/items/${encodeURIComponent(batch)}`)}>{say("openBatch", { batch })}</a>
        </p>
      )}
      {rejected.length > 0 && <Rejected rejected={rejected} />}
      {warnings.length > 0 && (
        <>
          <h4>⚠ {say("warnings")}</h4>
          <ul>
            {warnings.map(({ code, message }) => (
              <li key={message}>
                {message} <small>{code}</small>
              </li>
            ))}
          </ul>
        </>
      )}
      {skipped.length > 0 && (
        <details>
          <summary>{say("skipped", { count: skipped.length })}</summary>
          <ul>
            {skipped.map(({ name, reason }) => (
              <li key={name}>
                <bdi>{name}</bdi>:{" "}
                {REASONS.some((each) => each === reason) ? say(`skip_${reason as (typeof REASONS)[number]}`) : reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Rejected({ rejected }: Pick<Outcome, "rejected">) {
  return (
    <>
      <h4>
        ✖ {say("rejected")} ({rejected.length})
      </h4>
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{say("file")}</th>
              <th scope="col">{say("why")}</th>
              <th scope="col">{say("remedy")}</th>
            </tr>
          </thead>
          <tbody>
            {rejected.map(({ name, code, message, advice }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>
                  {message} <small>{code}</small>
                </td>
                <td>{advice}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
