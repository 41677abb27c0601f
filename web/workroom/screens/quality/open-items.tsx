/** Items in which somebody should look at pictures, the newest first. */
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "../../api.ts";
import { needFonts } from "../../han-fonts.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { linkTo } from "../../router.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/quality.ts";
import { number } from "../../words/words.ts";

interface OpenItem {
  readonly id: string;
  readonly shelfmark: string;
  readonly titles: readonly { readonly text: string; readonly language: string }[];
  readonly pages: number;
  readonly unmeasured: number;
  readonly marked: number;
  readonly rescan: number;
  readonly isDue: boolean;
  readonly toJudge: number;
  readonly lot: { readonly state: "open" | "accepted" | "refused"; readonly drawn: number; readonly looked: number } | null;
}

interface Answer {
  readonly items: readonly OpenItem[];
  /** Ask for what comes after this item; null at the end. */
  readonly next: string | null;
}

/** The screen. Asked once: a list that moves under the reader's hand is worse than one that is a minute old. */
export function OpenItems() {
  const [isAll, setIsAll] = useState(false);
  const { items, next, refusal, isAsking, more, again } = useOpenItems(isAll);
  if (refusal) return <RefusalBox refusal={refusal} onTryAgain={again} />;
  needFonts(...items.flatMap(({ titles }) => titles.map(({ text }) => text)));
  return (
    <section>
      <h1>{say("listTitle")}</h1>
      <p>{say("listIntro")}</p>
      <p class="tools">
        <label>
          <input type="checkbox" checked={isAll} onChange={(event) => setIsAll(event.currentTarget.checked)} /> {say("listAll")}
        </label>
      </p>
      {items.length > 0 && <ItemTable items={items} />}
      {items.length === 0 && next === null && !isAsking && <p class="empty">✔ {say("listNone")}</p>}
      {isAsking && <p class="waiting">{sayFrame("loading")}</p>}
      {next !== null && !isAsking && (
        <p>
          <button type="button" onClick={more}>
            {say("listMore")}
          </button>
        </p>
      )}
    </section>
  );
}

function ItemTable({ items }: { readonly items: readonly OpenItem[] }) {
  return (
    <div class="scroll-x">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{say("head_shelfmark")}</th>
            <th scope="col">{say("head_title")}</th>
            {(["head_pages", "head_marked", "head_toJudge", "head_rescan"] as const).map((head) => (
              <th key={head} scope="col" class="number">
                {say(head)}
              </th>
            ))}
            <th scope="col">{say("head_lot")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ItemRow key={item.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ItemRow({ item }: { readonly item: OpenItem }) {
  const [title] = item.titles;
  return (
    <tr>
      <th scope="row">
        <a href={linkTo(`/items/${encodeURIComponent(item.id)}/quality`)}>{item.shelfmark}</a>
      </th>
      <td>
        {title && <span lang={title.language}>{title.text}</span>}
        {item.unmeasured > 0 && <small> {say("notMeasured", { count: item.unmeasured })}</small>}
      </td>
      <td class="number">{number(item.pages)}</td>
      <td class="number">{number(item.marked)}</td>
      <td class="number">{number(item.toJudge)}</td>
      <td class="number">{number(item.rescan)}</td>
      <td>{lotText(item)}</td>
    </tr>
  );
}

function lotText({ lot, isDue }: OpenItem): string {
  if (isDue) return say("lotState_due");
  if (!lot) return say("lotState_none");
  return say(`lotState_${lot.state}`, { looked: lot.looked, drawn: lot.drawn });
}

const NOTHING: Answer = { items: [], next: null };

function useOpenItems(isAll: boolean) {
  const [{ items, next }, setAnswer] = useState<Answer>(NOTHING);
  const [refusal, setRefusal] = useState<Refusal>();
  const [isAsking, setIsAsking] = useState(true);
  const [round, setRound] = useState(0);
  const ask = async (after: string, before: readonly OpenItem[], signal?: AbortSignal): Promise<void> => {
    setIsAsking(true);
    try {
      const query = new URLSearchParams({ after, all: isAll ? "1" : "0" });
      const found = await get<Answer>(`/api/quality?${query}`, signal);
      setAnswer({ items: [...before, ...found.items], next: found.next });
    } catch (thrown) {
      if (signal?.aborted) return;
      setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown)));
    }
    setIsAsking(false);
  };
  useEffect(() => {
    const own = new AbortController();
    setRefusal(undefined);
    setAnswer(NOTHING);
    void ask("", [], own.signal);
    return () => own.abort();
  }, [isAll, round]);
  return { items, next, refusal, isAsking, more: () => void ask(next ?? "", items), again: () => setRound(round + 1) };
}
