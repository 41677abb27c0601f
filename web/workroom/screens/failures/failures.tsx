/** Everything that went wrong, grouped by what is wrong, with what to do about it. */
import { post, Refusal } from "../../api.ts";
import { useLive } from "../../live.ts";
import { useMay } from "../../me.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { linkTo } from "../../router.ts";
import { say } from "../../words/failures.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { dayAndTime } from "../../words/words.ts";

interface Shown {
  readonly item: string;
  readonly shelfmark: string;
  readonly path: string;
  readonly page: string | null;
  readonly stage: string | null;
  readonly message: string;
}

interface Group {
  readonly code: string;
  readonly count: number;
  readonly isRetriable: boolean;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly advice: string;
  readonly shown: readonly Shown[];
}

/** The screen. */
export function Failures() {
  const { value, refusal, reload } = useLive<{ readonly count: number; readonly groups: readonly Group[] }>("/api/failures");
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  return (
    <section>
      <h1>{say("title")}</h1>
      {value.count === 0 ? <p class="empty">✔ {say("none")}</p> : <p>{say("count", { count: value.count })}</p>}
      {value.groups.map((group) => (
        <GroupCard key={group.code} group={group} onDone={reload} />
      ))}
    </section>
  );
}

async function retry(
  what: { readonly code: string; readonly item?: string; readonly page?: string },
  onDone: () => void,
): Promise<void> {
  try {
    const { retried } = await post<{ readonly retried: number }>("/api/failures/retry", what);
    toast(say("retried", { count: retried }));
    onDone();
  } catch (thrown) {
    toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad");
  }
}

function GroupCard({ group, onDone }: { readonly group: Group; readonly onDone: () => void }) {
  const may = useMay("do-batches") && group.isRetriable;
  const more = group.count - group.shown.length;
  return (
    <article class="failure-group">
      <h2>{say("group", { code: group.code, count: group.count })}</h2>
      {group.firstSeen && group.lastSeen && (
        <p>
          <small>{say("seen", { first: dayAndTime(group.firstSeen), last: dayAndTime(group.lastSeen) })}</small>
        </p>
      )}
      <p>
        <b>{say("todo")}:</b> {group.advice || say("refused")}
      </p>
      {may && (
        <button type="button" onClick={() => void retry({ code: group.code }, onDone)}>
          {say("retryAll")}
        </button>
      )}
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{say("file")}</th>
              <th scope="col">{say("stage")}</th>
              <th scope="col">{say("meaning")}</th>
              {may && <td />}
            </tr>
          </thead>
          <tbody>
            {group.shown.map((each) => (
              <tr key={`${each.item} ${each.path} ${each.stage}`}>
                <th scope="row">
                  <a href={linkTo(`/items/${encodeURIComponent(each.item)}`)}>{each.shelfmark}</a> {each.path}
                </th>
                <td>{each.stage}</td>
                <td>{each.message}</td>
                {may && (
                  <td>
                    {each.page && (
                      <button
                        type="button"
                        onClick={() => void retry({ code: group.code, item: each.item, page: each.page ?? "" }, onDone)}
                      >
                        {say("retryOne")}
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p>{say("more", { count: more })}</p>}
    </article>
  );
}
