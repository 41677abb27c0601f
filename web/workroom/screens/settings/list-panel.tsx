/** A controlled list: names of its entries, what is hidden, and entries of the library's own. */
import { useState } from "preact/hooks";
import { put, Refusal } from "../../api.ts";
import { useMay } from "../../me.ts";
import { toast } from "../../parts/toasts.tsx";
import { listName, say } from "../../words/settings.ts";
import { dayAndTime } from "../../words/words.ts";
import type { Entry, List } from "./answer.ts";

interface ListPanelProps {
  readonly lists: readonly List[];
  readonly onSaved: () => void;
}

/** The choice of a list, and the list. */
export function ListPanel({ lists, onSaved }: ListPanelProps) {
  const [name, setName] = useState("genres");
  const list = lists.find((each) => each.name === name) ?? lists[0];
  if (!list) return null;
  return (
    <>
      <p>{say("listsIntro")}</p>
      <p class="tools">
        <label>
          {say("list")}{" "}
          <select name="list" value={list.name} onChange={(event) => setName(event.currentTarget.value)}>
            {lists.map((each) => (
              <option key={each.name} value={each.name}>
                {listName(each.name)}
              </option>
            ))}
          </select>
        </label>
        {list.setBy && <small>{say("setBy", { agent: list.setBy.agent, at: dayAndTime(list.setBy.at) })}</small>}
      </p>
      <ListForm key={`${list.name} ${list.setBy?.at ?? ""}`} list={list} onSaved={onSaved} />
    </>
  );
}

function ListForm({ list, onSaved }: { readonly list: List; readonly onSaved: () => void }) {
  const may = useMay("administer");
  const [entries, setEntries] = useState(list.entries);
  const change = (id: string, over: Partial<Entry>): void =>
    setEntries(entries.map((each) => (each.id === id ? { ...each, ...over } : each)));
  const save = async (): Promise<void> => {
    try {
      const given = entries.map(({ isOwn: _, ...each }) => each);
      const { isChanged } = await put<{ readonly isChanged: boolean }>(`/api/settings/lists/${list.name}`, { entries: given });
      toast(say(isChanged ? "listSaved" : "unchanged"));
      onSaved();
    } catch (thrown) {
      toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad");
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="scroll-x entries">
        <table class="list">
          <thead>
            <tr>
              {(["entryId", "entryVi", "entryEn", "entryHidden"] as const).map((head) => (
                <th key={head} scope="col">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} may={may} onChange={(over) => change(entry.id, over)} />
            ))}
          </tbody>
        </table>
      </div>
      {may ? (
        <p class="tools">
          <AddEntry
            taken={entries.map(({ id }) => id)}
            onAdd={(id) => setEntries([...entries, { id, vi: "", en: "", also: [], isHidden: false, isOwn: true }])}
          />
          <button type="submit" class="main">
            {say("save")}
          </button>
        </p>
      ) : (
        <p>{say("onlyAdmin")}</p>
      )}
    </form>
  );
}

interface EntryRowProps {
  readonly entry: Entry;
  readonly may: boolean;
  readonly onChange: (over: Partial<Entry>) => void;
}

function EntryRow({ entry, may, onChange }: EntryRowProps) {
  return (
    <tr>
      <th scope="row">
        <code>{entry.id}</code>
      </th>
      {(["vi", "en"] as const).map((language) => (
        <td key={language}>
          <input
            aria-label={`${say(language === "vi" ? "entryVi" : "entryEn")}: ${entry.id}`}
            required
            maxLength={300}
            disabled={!may}
            value={entry[language]}
            onInput={(event) => onChange({ [language]: event.currentTarget.value })}
          />
        </td>
      ))}
      <td>
        <input
          type="checkbox"
          aria-label={`${say("entryHidden")}: ${entry.id}`}
          disabled={!may}
          checked={entry.isHidden}
          onChange={(event) => onChange({ isHidden: event.currentTarget.checked })}
        />
      </td>
    </tr>
  );
}

interface AddEntryProps {
  readonly taken: readonly string[];
  readonly onAdd: (id: string) => void;
}

/** Ids are given once and for all, so they are asked for apart from the names. */
function AddEntry({ taken, onAdd }: AddEntryProps) {
  const [id, setId] = useState("");
  const given = id.trim();
  const isGood = /^\S+$/.test(given) && !taken.includes(given);
  const add = (): void => {
    if (!isGood) return;
    onAdd(given);
    setId("");
  };
  return (
    <>
      <label>
        {say("newId")}{" "}
        <input
          name="newId"
          maxLength={200}
          value={id}
          onInput={(event) => setId(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
      </label>
      <button type="button" disabled={!isGood} onClick={add}>
        {say("addEntry")}
      </button>
    </>
  );
}
