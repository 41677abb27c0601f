/** What a package tells in PREMIS: its files, and everything that the item's history knows of. */
import { premisDocument } from "../../formats/premis/premis-document.ts";
import type { PremisAgent, PremisEvent, PremisFile, PremisRights } from "../../formats/premis/premis-values.ts";
import type { Artifact } from "../../pipeline/artifact.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import type { ObjectAct } from "../../pipeline/fixity-log.ts";
import type { EventRow, FixityRow, VerdictRow } from "../../pipeline/ledger-rows.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { PackageContent, PackedFile } from "./package-content.ts";

const CHECKER: PremisAgent = { name: "sohoa", type: "software" };

/** The PREMIS document of a package whose files are these. */
export function packagePremis(content: PackageContent, packed: readonly PackedFile[]): string {
  const { structure, record, history, name } = content;
  const { events, fixity, acts, verdicts = [] } = history;
  return premisDocument({
    item: name,
    title: record?.titles[0]?.text ?? structure.shelfmark,
    files: premisFiles(packed, events),
    masters: content.pages.map(({ master }) => master.digest),
    events: [...events.map(derivationEvent), ...verdicts.map(verdictEvent), ...fixity.map(fixityEvent), ...acts.map(actEvent)],
    rights: rightsOf(record),
  }).xml;
}

/** Files of the package, then those that events tell of and that are not in it; each once, however many places it has. */
export function premisFiles(packed: readonly PackedFile[], events: readonly EventRow[]): readonly PremisFile[] {
  const files = new Map<string, PremisFile>();
  for (const { path, sha256, sizeBytes, mediaType, originalName } of packed) {
    const known = files.get(sha256);
    const named = originalName === undefined ? {} : { originalName };
    files.set(sha256, { ...named, ...known, sha256, sizeBytes, mediaType, paths: [...(known?.paths ?? []), path] });
  }
  for (const { digest, sizeBytes, mediaType } of events.flatMap(artifactsOf)) {
    if (!files.has(digest)) files.set(digest, { sha256: digest, sizeBytes, mediaType, paths: [] });
  }
  return [...files.values()];
}

function artifactsOf({ inputs, outputs }: EventRow): readonly Artifact[] {
  return [...inputs.flatMap(({ artifacts }) => artifacts), ...outputs.map(({ artifact }) => artifact)];
}

const TYPES: Readonly<Record<EventRow["outcome"], PremisEvent["type"]>> = {
  received: "ingestion",
  made: "creation",
  recalled: "creation",
  answered: "modification",
};

/** A reception, a derivation or a person's answer: the agent is who ran or answered it, the step a program with its version. */
function derivationEvent(event: EventRow, at: number): PremisEvent {
  const { stage, stageVersion, agent, outcome, startedAt, endedAt, derivation, subject, params } = event;
  const step: PremisAgent = { name: stage, type: "software", version: String(stageVersion) };
  const parameters = canonicalJson(params ?? {});
  return {
    id: `event-${at + 1}`,
    type: TYPES[outcome],
    at: endedAt,
    detail: `${stage} ${stageVersion} of ${subject}; parameters ${parameters}; derivation ${derivation}; begun ${startedAt}`,
    outcome: "success",
    note: outcome,
    agents: [{ name: agent, type: outcome === "answered" ? "person" : "software" }, step],
    sources: [...new Set(event.inputs.flatMap(({ artifacts }) => artifacts.map(({ digest }) => digest)))],
    outcomes: [...new Set(event.outputs.map(({ artifact }) => artifact.digest))],
  };
}

function verdictEvent({ ordinal, verdict, reason, note, agent, judgedAt, master, subject }: VerdictRow): PremisEvent {
  return {
    id: `verdict-${ordinal}`,
    type: "quality review",
    at: judgedAt,
    detail: `verdict on ${subject}: ${verdict}; reason ${reason}`,
    outcome: verdict === "accept" ? "success" : "warning",
    ...(note === "" ? {} : { note }),
    agents: [{ name: agent, type: "person" }],
    sources: [],
    outcomes: [master],
  };
}

function fixityEvent({ digest, outcome, checkedAt, agent, copy }: FixityRow, at: number): PremisEvent {
  return {
    id: `fixity-${at + 1}`,
    type: "fixity check",
    at: checkedAt,
    detail: "SHA-256 of the stored bytes compared with the digest on record",
    outcome: outcome === "match" ? "success" : "fail",
    note: copy === undefined || copy === "store" ? outcome : `${outcome}, ${copy}`,
    agents: [agent === undefined ? CHECKER : { name: agent, type: "software" }],
    sources: [],
    outcomes: [digest],
  };
}

/** What was done to the bytes at rest; the names are those of PREMIS. */
function actEvent({ digest, act, copy, detail, agent, at }: ObjectAct, place: number): PremisEvent {
  return {
    id: `act-${place + 1}`,
    type: act,
    at,
    detail: `${copy}: ${detail}`,
    outcome: act === "quarantine" ? "warning" : "success",
    agents: [{ name: agent, type: "software" }],
    sources: [],
    outcomes: [digest],
  };
}

function rightsOf(record: ItemRecord | undefined): PremisRights {
  const terms = record?.rights;
  return { access: record?.access ?? "restricted", ...(terms === undefined ? {} : { terms }) };
}
