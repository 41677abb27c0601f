/** The parts of the item as a tree: add from the page that is looked at, rename, set the pages, move in and out, delete. */
import type { Contents, ContentsPart } from "../../../../pipeline/folios/contents.ts";
import { PART_KINDS } from "../../../../pipeline/folios/contents.ts";
import { addPart, changePart, holderOf, movePartIn, movePartOut, removePart } from "../../../../pipeline/folios/contents-edit.ts";
import { say } from "../../words/record.ts";
import { composed } from "./field-forms.ts";
import { newSaveId } from "./save-id.ts";
import type { StructureWork } from "./structure-state.ts";

interface TreeProps {
  readonly work: StructureWork;
  /** Place of the page that is looked at. */
  readonly active: number;
}

/** The tree. */
export function ContentsTree({ work, active }: TreeProps) {
  const { contents, setContents, pageIds, problems } = work;
  const add = (kind: "fascicle" | "chapter"): void => {
    const first = pageIds[active];
    if (first === undefined) return;
    const id = `r${newSaveId().slice(0, 12)}`;
    const holder = kind === "chapter" ? holderAt(contents, pageIds, active) : undefined;
    const title = say(kind === "fascicle" ? "newFascicleTitle" : "newChapterTitle");
    setContents(addPart(contents, pageIds, { id, kind, title, first }, holder));
    requestAnimationFrame(() => {
      const input = document.getElementById(`part-${id}`);
      if (input instanceof HTMLInputElement) input.select();
    });
  };
  return (
    <section aria-label={say("contents")} class="contents-panel">
      <h2>{say("contents")}</h2>
      <p class="tools">
        <button type="button" data-does="add-fascicle" onClick={() => add("fascicle")}>
          {say("addFascicle", { n: active + 1 })}
        </button>
        <button type="button" data-does="add-chapter" onClick={() => add("chapter")}>
          {say("addChapter", { n: active + 1 })}
        </button>
      </p>
      {contents.length === 0 && <p class="empty">{say("noContents")}</p>}
      <Parts work={work} parts={contents} />
      {problems.map(({ part, code, title }) => (
        <p key={part + code} class="error">
          ✖ {say(`tree_${code}`, { title })}
        </p>
      ))}
    </section>
  );
}

/** The topmost part that holds the page. */
function holderAt(contents: Contents, pageIds: readonly string[], at: number): string | undefined {
  return contents.find(({ first, last }) => pageIds.indexOf(first) <= at && at <= pageIds.indexOf(last))?.id;
}

function Parts({ work, parts }: { readonly work: StructureWork; readonly parts: Contents }) {
  if (parts.length === 0) return null;
  return (
    <ul class="parts">
      {parts.map((part) => (
        <li key={part.id}>
          <PartRow work={work} part={part} />
          <Parts work={work} parts={part.parts} />
        </li>
      ))}
    </ul>
  );
}

function PartRow({ work, part }: { readonly work: StructureWork; readonly part: ContentsPart }) {
  const { contents, setContents, pageIds, labels, problems } = work;
  const change = (more: Partial<ContentsPart>): void =>
    setContents(changePart(contents, part.id, (each) => ({ ...each, ...more })));
  const isWrong = problems.some((problem) => problem.part === part.id);
  const about = { title: part.title };
  return (
    <span class="part">
      <select
        aria-label={say("partKind", about)}
        value={part.kind}
        onChange={(event) => change({ kind: event.currentTarget.value as ContentsPart["kind"] })}
      >
        {PART_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {say(`part_${kind}`)}
          </option>
        ))}
      </select>
      <input
        id={`part-${part.id}`}
        class="title"
        aria-label={say("partTitleOf", about)}
        aria-invalid={isWrong}
        value={part.title}
        onInput={(event) => change({ title: event.currentTarget.value })}
        onBlur={(event) => change({ title: composed(event.currentTarget.value) || "?" })}
      />
      {(["first", "last"] as const).map((end) => (
        <label key={end}>
          <small>{say(`part_${end}`)}</small>
          <input
            class="short"
            type="number"
            min={1}
            max={pageIds.length}
            aria-label={say(`partPage_${end}`, about)}
            value={pageIds.indexOf(part[end]) + 1}
            onInput={(event) => {
              const page = pageIds[Number(event.currentTarget.value) - 1];
              if (page !== undefined) change({ [end]: page });
            }}
          />
          <small>{labels[pageIds.indexOf(part[end])]}</small>
        </label>
      ))}
      <button
        type="button"
        class="plain"
        aria-label={say("moveIn", about)}
        onClick={() => setContents(movePartIn(contents, part.id))}
      >
        ⇥
      </button>
      <button
        type="button"
        class="plain"
        aria-label={say("moveOut", about)}
        disabled={holderOf(contents, part.id) === undefined}
        onClick={() => setContents(movePartOut(contents, pageIds, part.id))}
      >
        ⇤
      </button>
      <button
        type="button"
        class="plain"
        aria-label={say("removePart", about)}
        onClick={() => setContents(removePart(contents, part.id))}
      >
        ×
      </button>
    </span>
  );
}
