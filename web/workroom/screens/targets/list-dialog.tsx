/** The list behind a figure, page by page. */
import { useState } from "preact/hooks";
import { useLive } from "../../live.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { linkTo } from "../../router.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/targets.ts";
import { clockTime, number } from "../../words/words.ts";
import type { OpenList } from "./progress.ts";
import { Wide } from "./wide.tsx";

const ROWS = 50;

interface Row {
  readonly key: string;
  readonly label: string;
  readonly item: string | null;
  readonly isClosed: boolean;
  readonly holder?: string;
  readonly isDigitized?: boolean;
  readonly pages?: number | null;
  readonly pagesDone?: number;
  readonly count?: number | null;
  readonly kind?: "text-review" | "metadata-entry" | "quality";
}

interface Rows {
  readonly count: number;
  readonly countedAt: string;
  readonly rows: readonly Row[];
}

/** The dialog. */
export function ListDialog({ list, onClose }: { readonly list: OpenList; readonly onClose: () => void }) {
  const [offset, setOffset] = useState(0);
  const { value, refusal, reload } = useLive<Rows>(`${list.path}&offset=${offset}&limit=${ROWS}`);
  return (
    <Dialog title={list.title} onClose={onClose}>
      {refusal && !value && <RefusalBox refusal={refusal} onTryAgain={reload} />}
      {!value && !refusal && <p class="waiting">{sayFrame("loading")}</p>}
      {value && (
        <>
          <p role="status">
            {value.count === 0
              ? say("listEmpty")
              : say("listCount", { count: value.count, from: offset + 1, to: Math.min(value.count, offset + ROWS) })}{" "}
            <small>{say("countedAt", { time: clockTime(value.countedAt) })}</small>
          </p>
          <RowTable rows={value.rows} title={list.title} />
          <p class="tools">
            <button type="button" disabled={offset === 0} onClick={() => setOffset(offset - ROWS)}>
              {say("listBefore")}
            </button>
            <button type="button" disabled={offset + ROWS >= value.count} onClick={() => setOffset(offset + ROWS)}>
              {say("listNext")}
            </button>
          </p>
        </>
      )}
    </Dialog>
  );
}

function RowTable({ rows, title }: { readonly rows: readonly Row[]; readonly title: string }) {
  if (rows.length === 0) return null;
  const has = (name: keyof Row): boolean => rows.some((row) => row[name] !== undefined && row[name] !== null && row[name] !== "");
  const isOfTarget = has("isDigitized");
  return (
    <Wide name={title}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{say("shelfmark")}</th>
            {has("label") && <th scope="col">{say("name")}</th>}
            {has("holder") && <th scope="col">{say("holder")}</th>}
            {isOfTarget && <th scope="col">{say("isDone")}</th>}
            {has("kind") && <th scope="col">{say("kind")}</th>}
            {(isOfTarget || has("count")) && (
              <th scope="col" class="number">
                {say(isOfTarget ? "pages" : "amount")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.key} ${row.kind ?? ""}`}>
              <th scope="row">
                {row.item === null ? row.key : <a href={linkTo(`/items/${encodeURIComponent(row.item)}`)}>{row.key}</a>}
                {row.isClosed && <small> {say("closed")}</small>}
              </th>
              {has("label") && <td>{row.label}</td>}
              {has("holder") && <td>{row.holder}</td>}
              {isOfTarget && <td>{say(row.isDigitized ? "yes" : "no")}</td>}
              {has("kind") && <td>{row.kind && say(`work_${row.kind}`)}</td>}
              {(isOfTarget || has("count")) && <td class="number">{amountOf(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function amountOf({ count, pages, pagesDone }: Row): string {
  if (pagesDone === undefined) return count === null || count === undefined ? "" : number(count, 1);
  return pages === null || pages === undefined ? say("nothing") : `${number(pagesDone)} / ${number(pages)}`;
}
