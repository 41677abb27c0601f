/** The record desk: one screen with everything that describes an item, for hands that stay on the keyboard. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { get } from "../../api.ts";
import { needFonts } from "../../han-fonts.ts";
import { useMay } from "../../me.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { linkTo } from "../../router.ts";
import type { ScreenProps } from "../../screen.ts";
import { useWorkLog } from "../../use-work-log.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/record.ts";
import type { Desk } from "./desk.ts";
import { DeskBar } from "./desk-bar.tsx";
import type { Proposal } from "./field-row.tsx";
import { History } from "./history.tsx";
import { IssueList } from "./issue-list.tsx";
import "./record.css";
import { RecordForm } from "./record-form.tsx";
import { fieldLabel } from "./rules.ts";
import { StructurePanel } from "./structure-panel.tsx";
import { Transfer } from "./transfer.tsx";
import { type OpenDesk, useDesk } from "./use-desk.ts";
import { useRecordKeys } from "./use-record-keys.ts";
import { useSigning } from "./use-signing.ts";

/** The screen. */
export function RecordDesk({ path: { item = "" } }: ScreenProps) {
  const { desk, refusal, reload } = useDesk(item);
  if (refusal && !desk) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!desk) return <p class="waiting">{sayFrame("loading")}</p>;
  return <OpenRecord key={item} desk={desk} />;
}

function OpenRecord({ desk }: { readonly desk: OpenDesk }) {
  const { item, saver, rules, fields } = desk;
  const mayApprove = useMay("approve");
  const form = useRef<HTMLFormElement>(null);
  const [drawer, setDrawer] = useState<{ readonly field: string | undefined }>();
  const [isTransfer, setIsTransfer] = useState(false);
  const [proposals, refreshProposals] = useProposals(item.id);
  const kind = typeof fields["profile"] === "string" ? fields["profile"] : "";
  const owns = useMemo(() => new Map(rules.profiles[kind]?.fields.map((each) => [each.field, each]) ?? []), [rules, kind]);
  const labelOf = useCallback((field: string) => fieldLabel(rules, field, owns.get(field)), [rules, owns]);
  const sign = useSigning(desk);
  useRecordKeys({
    form,
    onSign: sign,
    onHistory: () => setDrawer({ field: undefined }),
    onTransfer: () => setIsTransfer(true),
    saver,
  });
  useEffect(() => needFonts(JSON.stringify(fields)), [fields]);
  useWorkLog({ kind: "metadata-entry", item: item.id });
  return (
    <section class="record-desk">
      <header>
        <h1>
          <a href={linkTo(`/items/${encodeURIComponent(item.id)}`)}>{item.shelfmark}</a> · {say("title")}
        </h1>
        <DeskBar
          desk={desk}
          mayApprove={mayApprove}
          onSign={sign}
          onHistory={() => setDrawer({ field: undefined })}
          onTransfer={() => setIsTransfer(true)}
        />
        <IssueList issues={desk.desk.issues} conflicted={desk.desk.conflicts.map(({ field }) => field)} labelOf={labelOf} />
      </header>
      <RecordForm desk={desk} form={form} owns={owns} proposals={proposals} onHistory={(field) => setDrawer({ field })} />
      <StructurePanel
        item={item.id}
        onSaved={async () => {
          await saver.refresh();
          refreshProposals();
        }}
        onMissing={(leaves) => saver.set("missingLeaves", leaves)}
      />
      {drawer && (
        <History
          item={item.id}
          field={drawer.field}
          labelOf={labelOf}
          onRestore={(field, value) => saver.set(field, value, "restored")}
          onClose={() => setDrawer(undefined)}
        />
      )}
      {isTransfer && (
        <Transfer
          item={item.id}
          flushed={async () => {
            await saver.flush();
            return saver.state.desk.number;
          }}
          onDesk={(next: Desk) => saver.show(next)}
          onClose={() => setIsTransfer(false)}
        />
      )}
    </section>
  );
}

function useProposals(item: string): readonly [readonly Proposal[], () => void] {
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const load = useCallback(() => {
    get<{ readonly proposals: readonly Proposal[] }>(`/api/records/${encodeURIComponent(item)}/proposals`).then(
      (found) => setProposals(found.proposals),
      // The desk works without them.
      () => setProposals([]),
    );
  }, [item]);
  useEffect(load, [load]);
  return [proposals, load];
}
