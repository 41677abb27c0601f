/** The machine has read the page again: its reading beside the person's, to be taken column by column. */

import type { WorkingColumn, WorkingText } from "../../../../pipeline/text-version.ts";
import { matchByPlace } from "../../../../pipeline/text-version-match.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { say } from "../../words/text.ts";

interface ProposalViewProps {
  readonly mine: WorkingText;
  readonly proposed: WorkingText;
  readonly onTake: (mine: string | undefined, proposed: WorkingColumn) => void;
  readonly onClose: () => void;
}

/** The view; columns that are alike are not shown. */
export function ProposalView({ mine, proposed, onTake, onClose }: ProposalViewProps) {
  const own = new Map(mine.columns.map((column) => [column.id, column]));
  const theirs = new Map(proposed.columns.map((column) => [column.id, column]));
  const pairs = matchByPlace(mine.columns, proposed.columns)
    .map((pair) => ({ mine: own.get(pair.mine ?? ""), proposed: theirs.get(pair.proposed ?? "") }))
    .filter((pair) => pair.mine?.text !== pair.proposed?.text);
  return (
    <Dialog title={say("proposal")} onClose={onClose}>
      {pairs.length === 0 && <p>{say("same")}</p>}
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{say("proposalMine")}</th>
            <th scope="col">{say("proposalTheirs")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={`${pair.mine?.id} ${pair.proposed?.id}`}>
              <td lang="vi-Hani">{pair.mine?.text}</td>
              <td lang="vi-Hani">{pair.proposed?.text}</td>
              <td>
                {pair.proposed && (
                  <button type="button" onClick={() => pair.proposed && onTake(pair.mine?.id, pair.proposed)}>
                    {say("proposalTake")}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
