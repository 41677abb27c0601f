/** The page list with its leaf numbers and contents, as it is being changed. */
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { type Contents, contentsProblems } from "../../../../pipeline/folios/contents.ts";
import { PLAIN_NUMBERING } from "../../../../pipeline/folios/marks.ts";
import { type Folios, type Numbering, numberPages } from "../../../../pipeline/folios/numbering.ts";
import { get, put, Refusal } from "../../api.ts";
import { guardLeaving } from "../../router.ts";
import { say } from "../../words/record.ts";

/** One page of the list. */
export interface StripPage {
  readonly id: string;
  readonly label: string;
  readonly sourceName: string;
  readonly hasPicture: boolean;
}

interface Stored {
  readonly digest: string;
  readonly viewingDirection: "right-to-left" | "left-to-right";
  readonly numbering: Numbering | null;
  readonly contents: Contents;
  readonly pages: readonly StripPage[];
}

/** What the panels work with. */
export interface StructureWork {
  readonly stored: Stored;
  readonly pageIds: readonly string[];
  readonly numbering: Numbering;
  readonly contents: Contents;
  readonly folios: Folios;
  /** Labels as they will be. */
  readonly labels: readonly string[];
  readonly problems: ReturnType<typeof contentsProblems>;
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  readonly refusal: Refusal | undefined;
  readonly setNumbering: (numbering: Numbering) => void;
  readonly setContents: (contents: Contents) => void;
  readonly save: () => Promise<void>;
  readonly drop: () => void;
}

/** Load and change it. Undefined while loading, and where the item has no page list yet. */
export function useStructure(item: string, onSaved: () => Promise<void>): StructureWork | undefined {
  const path = `/api/items/${encodeURIComponent(item)}/structure`;
  const [stored, setStored] = useState<Stored>();
  const [numbering, setNumbering] = useState<Numbering>();
  const [contents, setContents] = useState<Contents>();
  const [isSaving, setIsSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const take = useCallback((next: Stored) => {
    setStored(next);
    setNumbering(undefined);
    setContents(undefined);
  }, []);
  useEffect(() => {
    get<Stored>(path).then(take, () => setStored(undefined));
  }, [path]);
  const isChanged = numbering !== undefined || contents !== undefined;
  useEffect(() => (isChanged ? guardLeaving(() => confirm(say("leaveStructure"))) : undefined), [isChanged]);
  const pageIds = useMemo(() => stored?.pages.map(({ id }) => id) ?? [], [stored]);
  const now = numbering ?? stored?.numbering ?? undefined;
  const folios = useMemo(() => numberPages(pageIds, now ?? PLAIN_NUMBERING), [pageIds, now]);
  if (!stored) return undefined;
  const tree = contents ?? stored.contents;
  return {
    stored,
    pageIds,
    numbering: now ?? PLAIN_NUMBERING,
    contents: tree,
    folios,
    labels: now ? folios.folios.map(({ label }) => label) : stored.pages.map(({ label }) => label),
    problems: contentsProblems(tree, pageIds),
    isChanged,
    isSaving,
    refusal,
    setNumbering,
    setContents,
    drop: () => take(stored),
    async save() {
      setIsSaving(true);
      setRefusal(undefined);
      const change = { from: stored.digest, ...(numbering && { numbering }), ...(contents && { contents }) };
      await put<Stored>(path, change)
        .then(async (next) => {
          // The parts are told to the record as well: nobody signs a version from before that.
          await onSaved();
          take(next);
        })
        .catch((thrown: unknown) => setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", "")));
      setIsSaving(false);
    },
  };
}
