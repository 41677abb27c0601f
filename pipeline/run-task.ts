/**
 * Runs one leased task: fetch inputs, run the stage in its child, store the outputs, finish in one transaction.
 * The order of writes is the promise: upload, look, then the ledger; never the other way round.
 */
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Artifact, ROLES, type Role } from "./artifact.ts";
import type { Clock } from "./clock.ts";
import { digestFile } from "./digest-file.ts";
import { disclosureOf, isDisclosed } from "./disclosure.ts";
import { asSohoaError, SohoaError } from "./errors.ts";
import { soundFile } from "./fixity/sound-file.ts";
import type { OnPoint } from "./killpoint.ts";
import type { Ledger } from "./ledger.ts";
import type { LeasedTask, Made } from "./ledger-rows.ts";
import type { AnyStage, InputFile } from "./stage.ts";
import type { StageReply } from "./stage-message.ts";
import type { StageProcess } from "./stage-process.ts";
import type { Store } from "./store/store.ts";
import { memoryOf, type TaskMemory } from "./task-memory.ts";
import { inStep, type Span } from "./trace.ts";

/** No picture or text of one page is larger. */
const MAX_PAGE_FILE_MIB = 2048;

/** What a run needs around it. */
export interface RunContext {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly cache: { file(digest: string): Promise<string>; forget?(digest: string): Promise<boolean> };
  readonly clock: Clock;
  readonly agent: string;
  readonly scratch: string;
  /** What the tasks of this worker share; without it none waits for another. */
  readonly memory?: TaskMemory;
  readonly onPoint: OnPoint;
  /** What the steps of this run are parts of. */
  readonly span: Span;
}

/** `made`: finished and recorded. `dropped`: the lease was lost, nothing was changed. */
export type RunOutcome = "made" | "dropped";

/** @throws {SohoaError} when the stage, the store or the ledger failed; the caller decides what becomes of the task. */
export async function runTask(
  context: RunContext,
  task: LeasedTask,
  stage: AnyStage,
  child: StageProcess,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const folder = join(context.scratch, `${task.taskId}-${task.token}`);
  const startedAt = context.clock.now().toISOString();
  try {
    await mkdir(join(folder, "scratch"), { recursive: true });
    const outputs = Object.fromEntries(Object.keys(stage.outputs).map((name) => [name, join(folder, name)]));
    await runInChild(context, task, stage, child, { folder, outputs, signal });
    context.onPoint("ran", stage.name);
    const made = await step(context, "store outputs", () => storeOutputs(context.store, stage, outputs));
    context.onPoint("stored", stage.name);
    await disclose(context, stage, outputs, made);
    const endedAt = context.clock.now().toISOString();
    const result = { outputs: made, startedAt, endedAt, agent: context.agent };
    const isMine = await step(context, "finish", () => context.ledger.finish(task, result));
    context.onPoint("finished", stage.name);
    return isMine ? "made" : "dropped";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const step = <T>({ span }: RunContext, name: string, work: () => Promise<T>): Promise<T> =>
  inStep(span, name, (thrown) => asSohoaError(thrown).code, work);

interface ChildRun {
  readonly folder: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

async function runInChild(
  context: RunContext,
  task: LeasedTask,
  stage: AnyStage,
  child: StageProcess,
  run: ChildRun,
): Promise<void> {
  const { derivation } = task;
  const request = {
    id: task.token,
    stage: stage.name,
    version: derivation.stageVersion,
    params: derivation.params,
    inputs: await step(context, "fetch inputs", () => fetchInputs(context, task, stage)),
    outputs: run.outputs,
    scratch: join(run.folder, "scratch"),
  };
  const limit = {
    timeoutSeconds: stage.timeoutSeconds,
    // One processor for as long as the task may take; a decoder that runs away on all of them is stopped sooner.
    cpuSeconds: stage.timeoutSeconds,
    signal: run.signal,
    ...(stage.of === "page" ? { maxFileMiB: MAX_PAGE_FILE_MIB } : {}),
  };
  const { grantedMiB, giveBack } = await grantedFor(context, stage, Object.values(request.inputs).flat(), run.signal);
  await step(context, `run ${stage.name}`, async () => {
    const reply = await child.run(request, { ...limit, grantedMiB });
    if (!reply.ok) throw failureOf(task, reply);
  }).finally(giveBack);
}

function failureOf({ subject }: LeasedTask, { code, facts, retry, detail }: StageReply & { readonly ok: false }): SohoaError {
  return new SohoaError({ code, subject, facts, retry, cause: detail });
}

/** Waits until there is room. What would need more than the whole may take the whole. */
async function grantedFor(context: RunContext, stage: AnyStage, inputs: readonly InputFile[], signal: AbortSignal) {
  const { memory } = context;
  if (!memory) return { grantedMiB: undefined, giveBack: () => {} };
  const grantedMiB = Math.min(await memoryOf(stage, inputs, memory), memory.budget.wholeMiB);
  return { grantedMiB, giveBack: await step(context, "wait for memory", () => memory.budget.take(grantedMiB, signal)) };
}

async function fetchInputs(
  context: RunContext,
  task: LeasedTask,
  stage: AnyStage,
): Promise<Record<string, InputFile | readonly InputFile[]>> {
  const inputs: Record<string, InputFile | readonly InputFile[]> = {};
  for (const { name, role, artifacts } of task.derivation.inputs) {
    const files: InputFile[] = [];
    for (const artifact of artifacts) files.push({ ...artifact, role, path: await soundFile(context, artifact.digest) });
    const isFanIn = stage.of === "item" && ROLES[role].of === "page";
    const [only] = files;
    if (!isFanIn && !only) throw new SohoaError({ code: "TASK-INPUTS", subject: task.subject, facts: { input: name } });
    inputs[name] = isFanIn || !only ? files : only;
  }
  return inputs;
}

async function storeOutputs(store: Store, stage: AnyStage, outputs: Readonly<Record<string, string>>): Promise<readonly Made[]> {
  const made: Made[] = [];
  for (const [name, role] of Object.entries<Role>(stage.outputs)) {
    const path = outputs[name] ?? "";
    const found = await digestFile(path).catch((cause: unknown) => {
      throw (cause as NodeJS.ErrnoException).code === "ENOENT"
        ? new SohoaError({ code: "STAGE-NO-OUTPUT", facts: { stage: stage.name, output: name }, retry: "never", cause })
        : asSohoaError(cause);
    });
    const artifact: Artifact = { ...found, mediaType: ROLES[role].mediaType };
    await store.putFile(path, found);
    made.push({ role, artifact });
  }
  return made;
}

/** Before a pointer moves to it, the catalogue must know what a publication says of who may see it. */
async function disclose(
  { ledger }: RunContext,
  stage: AnyStage,
  outputs: Readonly<Record<string, string>>,
  made: readonly Made[],
): Promise<void> {
  for (const [name, role] of Object.entries<Role>(stage.outputs)) {
    const digest = made.find((each) => each.role === role)?.artifact.digest;
    if (digest === undefined || !isDisclosed(role)) continue;
    await ledger.disclose([disclosureOf(role, digest, await readFile(outputs[name] ?? "", "utf8"))]);
  }
}
