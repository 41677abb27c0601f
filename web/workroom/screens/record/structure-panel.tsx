/** Leaf numbers and contents, saved together: everything that shows them is made again then, so it is done on purpose. */
import { useState } from "preact/hooks";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say } from "../../words/record.ts";
import { ContentsTree } from "./contents-tree.tsx";
import { PageStrip } from "./page-strip.tsx";
import { useStructure } from "./structure-state.ts";

interface PanelProps {
  readonly item: string;
  readonly onSaved: () => Promise<void>;
  readonly onMissing: (leaves: readonly string[]) => void;
}

/** The panel; nothing where the item has no page list yet. */
export function StructurePanel({ item, onSaved, onMissing }: PanelProps) {
  const work = useStructure(item, onSaved);
  const [active, setActive] = useState(0);
  if (!work) return <p class="empty">{say("noPages")}</p>;
  return (
    <div class="structure" data-state={work.isChanged ? "changed" : "kept"}>
      <PageStrip work={work} active={active} onActive={setActive} onMissing={onMissing} />
      <ContentsTree work={work} active={active} />
      {work.refusal && <RefusalBox refusal={work.refusal} onTryAgain={() => void work.save()} />}
      <p class="tools">
        <button
          type="button"
          class="main"
          data-does="save-structure"
          disabled={!work.isChanged || work.isSaving || work.problems.length > 0}
          onClick={() => void work.save()}
        >
          {say("saveStructure")}
        </button>
        <button type="button" disabled={!work.isChanged} onClick={work.drop}>
          {say("dropStructure")}
        </button>
        <span role="status">{say(work.isChanged ? "structureChanged" : "structureKept")}</span>
      </p>
      <small>{say("structureHint")}</small>
    </div>
  );
}
