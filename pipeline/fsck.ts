/**
 * Proves the promise "nothing lost": every page handed over is a verified master and is done, under way or visibly in need
 * of a person; every row has its object; every object has its row; nothing is due without a task. Reads only.
 */
import { type Artifact, type Digest, isDigest } from "./artifact.ts";
import type { Clock } from "./clock.ts";
import { nameOfWorkflow } from "./derive.ts";
import { descriptionKey } from "./describe-item.ts";
import { digestStream } from "./digest-stream.ts";
import type { Ledger } from "./ledger.ts";
import type { CurrentRow, PageRow, SubjectId, TaskRow } from "./ledger-rows.ts";
import { type Situation, stagesOf, wantedOf } from "./plan.ts";
import type { AnyStage, Step } from "./stage.ts";
import type { Store } from "./store/store.ts";

/** One contradiction between promise and fact. */
export interface Finding {
  readonly code:
    | "OBJECT-MISSING"
    | "OBJECT-SIZE"
    | "OBJECT-DIGEST"
    | "ORPHAN"
    | "PAGE-NO-MASTER"
    | "DUE-NO-TASK"
    | "DESCRIPTION-MISSING"
    | "ROWS"
    | "TEXT-VERSIONS"
    | "NOTHING-CHECKED";
  readonly subject: string;
  readonly detail: string;
}

/** What was looked at; a check that saw nothing is a finding of its own. */
export interface FsckReport {
  readonly findings: readonly Finding[];
  readonly objects: number;
  readonly artifacts: number;
  readonly pages: number;
  readonly items: number;
  /** Versions of working texts, each with its digest. */
  readonly textVersions: number;
}

/** What fsck needs. With `readBytes` every object is read and hashed; without it sizes are compared. */
export interface FsckOptions {
  readonly ledger: Ledger;
  readonly store: Store;
  /** What people are correcting: every version is counted and its digest proved. */
  readonly texts: { proveVersions(): Promise<{ readonly versions: number; readonly problems: readonly string[] }> };
  readonly workflow: readonly Step[];
  readonly clock: Clock;
  readonly readBytes: boolean;
  /** An object without a row is an upload under way until it is this old. */
  readonly orphanGraceSeconds: number;
}

/** Check everything. */
export async function fsck(options: FsckOptions): Promise<FsckReport> {
  const findings: Finding[] = [];
  const known = new Set<string>();
  for await (const artifact of options.ledger.artifacts()) {
    known.add(artifact.digest);
    findings.push(...(await checkObject(options, artifact)));
  }
  const objects = await checkOrphans(options, known, findings);
  const { items, pages } = await checkItems(options, findings);
  for (const detail of await options.ledger.contradictions()) findings.push({ code: "ROWS", subject: "catalogue", detail });
  const proved = await options.texts.proveVersions();
  for (const detail of proved.problems) findings.push({ code: "TEXT-VERSIONS", subject: "catalogue", detail });
  if (known.size === 0 && pages > 0)
    findings.push({ code: "NOTHING-CHECKED", subject: "store", detail: "pages without any artifact" });
  return { findings, objects, artifacts: known.size, pages, items, textVersions: proved.versions };
}

async function checkObject(options: FsckOptions, artifact: Artifact): Promise<readonly Finding[]> {
  const stored = await options.store.stat(artifact.digest);
  const subject = artifact.digest;
  if (!stored) return [{ code: "OBJECT-MISSING", subject, detail: `${artifact.sizeBytes} bytes of ${artifact.mediaType}` }];
  if (stored.sizeBytes !== artifact.sizeBytes) {
    return [{ code: "OBJECT-SIZE", subject, detail: `${stored.sizeBytes} bytes stored, ${artifact.sizeBytes} expected` }];
  }
  if (!options.readBytes) return [];
  const { digest } = await digestStream(await options.store.open(artifact.digest));
  return digest === artifact.digest ? [] : [{ code: "OBJECT-DIGEST", subject, detail: `bytes hash to ${digest}` }];
}

async function checkOrphans(options: FsckOptions, known: ReadonlySet<string>, findings: Finding[]): Promise<number> {
  let objects = 0;
  const oldest = options.clock.now().getTime() - options.orphanGraceSeconds * 1000;
  for await (const object of options.store.list()) {
    objects += 1;
    if (!isDigest(object.digest) || known.has(object.digest) || object.modifiedAt.getTime() > oldest) continue;
    findings.push({ code: "ORPHAN", subject: object.digest, detail: `${object.sizeBytes} bytes that no row names` });
  }
  return objects;
}

async function checkItems(
  options: FsckOptions,
  findings: Finding[],
): Promise<{ readonly items: number; readonly pages: number }> {
  const items = await options.ledger.items();
  let count = 0;
  for (const item of items) {
    const pages = await options.ledger.pages(item.id);
    count += pages.length;
    const rows = new Map<string, CurrentRow>();
    for (const row of await options.ledger.currentOfItem(item.id)) rows.set(`${row.subject}\n${row.role}`, row);
    const situation: Situation = {
      itemId: item.id,
      profile: item.profile,
      pageIds: rows.has(`${item.id}\nitem/structure`) ? pages.map((page) => page.id) : [],
      current: (subject, role) => rows.get(`${subject}\n${role}`)?.artifact,
    };
    const tasks = await options.ledger.tasks({ itemId: item.id });
    findings.push(...missingMasters(pages, situation));
    // What another release planned is planned anew by the first worker of this one: until then its tasks are not ours to judge.
    const isOurs = item.workflow === "" || item.workflow === nameOfWorkflow(options.workflow);
    if (!item.cancelled && isOurs) findings.push(...(await unplannedWork(options, pages, situation, tasks)));
    const isDescribed = item.storedVersion === item.version;
    if (
      !isDescribed ||
      (item.version > 0 && (await options.store.getNamed(descriptionKey(item.id, item.version))) === undefined)
    ) {
      findings.push({
        code: "DESCRIPTION-MISSING",
        subject: item.id,
        detail: `version ${item.storedVersion} of ${item.version}`,
      });
    }
  }
  return { items: items.length, pages: count };
}

function missingMasters(pages: readonly PageRow[], situation: Situation): readonly Finding[] {
  return pages
    .filter((page) => !situation.current(page.id, "image/master"))
    .map((page) => ({ code: "PAGE-NO-MASTER" as const, subject: page.id, detail: page.sourceName }));
}

/** Each wanted derivation must be made and current, or have a task that says why not. */
async function unplannedWork(
  options: FsckOptions,
  pages: readonly PageRow[],
  situation: Situation,
  tasks: readonly TaskRow[],
): Promise<readonly Finding[]> {
  const tasked = new Map(
    tasks
      .filter((task) => task.state !== "gone" && task.state !== "done")
      .map((task) => [`${task.subject}\n${task.stage}`, task.derivation]),
  );
  const marked = new Set(
    (await options.ledger.planMarks([situation.itemId, ...pages.map((page) => page.id)])).map((mark) => mark.subject),
  );
  const hasPageWork = pages.some((page) =>
    stagesOf(options.workflow, "page").some((stage) => tasked.has(`${page.id}\n${stage.name}`)),
  );
  const subjects: readonly { readonly id: SubjectId; readonly of: "page" | "item" }[] = [
    ...pages.map((page) => ({ id: page.id, of: "page" as const })),
    // While a page is under way or in need of a person, item-wide work waits by design.
    ...(hasPageWork || marked.size > 0 ? [] : [{ id: situation.itemId, of: "item" as const }]),
  ];
  const findings: Finding[] = [];
  for (const { id, of } of subjects) {
    if (!marked.has(id)) findings.push(...(await dueWithoutTask(options, stagesOf(options.workflow, of), id, situation, tasked)));
  }
  return findings;
}

async function dueWithoutTask(
  options: FsckOptions,
  stages: readonly AnyStage[],
  subject: SubjectId,
  situation: Situation,
  tasked: ReadonlyMap<string, Digest>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const stage of stages) {
    const verdict = wantedOf(options.workflow, stage, subject, situation);
    if (verdict.kind === "waiting") continue;
    // What follows a task that is under way, or that needs a person, is not due yet.
    if (tasked.get(`${subject}\n${stage.name}`) === verdict.derivation.key) break;
    const outputs = await options.ledger.outputsOf(verdict.derivation.key);
    const isCurrent = outputs?.every((made) => situation.current(subject, made.role)?.digest === made.artifact.digest);
    if (!isCurrent) findings.push({ code: "DUE-NO-TASK", subject, detail: stage.name });
  }
  return findings;
}
