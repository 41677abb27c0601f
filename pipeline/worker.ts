/**
 * A worker: lanes that take tasks, run each in a supervised child process, and plan what follows.
 * It holds no state that matters; killing it at any moment leaves nothing to repair.
 */
import { realpath, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { advance, type Planner } from "./advance.ts";
import { storeDescription } from "./describe-item.ts";
import { asSohoaError, SohoaError as PipelineError, type SohoaError } from "./errors.ts";
import { findJail, type Jail, type JailPolicy } from "./jail.ts";
import type { LeasedTask } from "./ledger-rows.ts";
import type { Log } from "./log.ts";
import type { Queue, Taker } from "./queue/queue.ts";
import { judge } from "./retry-policy.ts";
import { type RunContext, type RunOutcome, runTask } from "./run-task.ts";
import { prepareScratch } from "./scratch.ts";
import type { AnyStage, Step } from "./stage.ts";
import { StageProcess, type StageProcessOptions } from "./stage-process.ts";
import { type Attributes, noTracer, type Tracer } from "./trace.ts";

/** How a worker is set up. */
export interface WorkerOptions extends Omit<RunContext, "span"> {
  readonly tracer?: Tracer;
  /** Folder that holds nothing but the scratch folders of workers. */
  readonly scratch: string;
  readonly queue: Queue;
  readonly workflow: readonly Step[];
  readonly log: Log;
  /** Unique name of this worker; also written into leases. */
  readonly owner: string;
  /** Children, each with one task at a time; one a core. */
  readonly lanes: number;
  readonly child: StageProcessOptions;
  /** Walls around the children; none when absent. */
  readonly jail?: JailPolicy;
  readonly leaseSeconds: number;
  /** Attempts after which a task is set aside as poison. */
  readonly maxAttempts: number;
  /** Only these stages; all when absent. */
  readonly stages?: readonly string[];
}

const TROUBLE_WAIT_MS = 2000;

/**
 * Work until `signal` aborts. Tasks under way then get `graceSeconds` to end; what is left is given back by its lease.
 * Trouble with a service is logged and waited out, never fatal.
 */
export async function work(options: WorkerOptions, signal: AbortSignal, graceSeconds = 20): Promise<void> {
  const jail = await findJail(options.jail ?? "off");
  options.log.info("worker-started", { owner: options.owner, lanes: options.lanes, walls: jail.walls.join(" ") });
  const hard = new AbortController();
  const onAbort = () => void sleep(graceSeconds * 1000, undefined, { ref: false }).then(() => hard.abort());
  signal.addEventListener("abort", onAbort);
  const lanes = Array.from({ length: options.lanes }, (_, lane) => runLane(options, { lane, jail }, signal, hard.signal));
  await Promise.all(lanes);
  signal.removeEventListener("abort", onAbort);
  options.log.info("worker-stopped", { owner: options.owner });
}

interface Lane {
  readonly lane: number;
  readonly jail: Jail;
}

/** Each lane has a folder of its own: its child can spoil nothing but the task it has. */
async function runLane(worker: WorkerOptions, { lane, jail }: Lane, signal: AbortSignal, hard: AbortSignal): Promise<void> {
  const scratch = await realpath(await prepareScratch(worker.scratch, `${worker.owner}-${lane}`));
  const options = { ...worker, scratch };
  const child = new StageProcess({ log: options.log, ...options.child, folder: scratch, jail });
  const taker: Taker = {
    owner: `${options.owner}#${lane}`,
    leaseSeconds: options.leaseSeconds,
    ...(options.stages ? { stages: options.stages } : {}),
  };
  while (!signal.aborted) {
    try {
      const task = await options.queue.take(taker, signal);
      // Nothing comes from a queue that is closed, and asking it again and again would only burn a core.
      if (!task) break;
      if (!(await perform(options, task, child, hard))) await waitOut(signal);
    } catch (thrown) {
      options.log.warn("service-trouble", {
        owner: taker.owner,
        code: asSohoaError(thrown).code,
        detail: asSohoaError(thrown).message,
      });
      await waitOut(signal);
    }
  }
  child.stop();
  await rm(scratch, { recursive: true, force: true });
}

async function waitOut(signal: AbortSignal): Promise<void> {
  await sleep(TROUBLE_WAIT_MS, undefined, { signal }).catch(() => {});
}

/** False when trouble outside the task ended it: the next task would meet the same. */
async function perform(options: WorkerOptions, task: LeasedTask, child: StageProcess, hard: AbortSignal): Promise<boolean> {
  const { derivation } = task;
  const fields = {
    item: task.itemId,
    subject: task.subject,
    stage: derivation.stage,
    derivation: derivation.key.slice(0, 16),
    attempt: task.attempts,
  };
  options.log.info("task-taken", fields);
  options.onPoint("claimed", task.derivation.stage);
  const lease = keepLease(options, task, hard);
  const began = options.clock.now().getTime();
  const span = (options.tracer ?? noTracer).begin(`task ${derivation.stage}`, "task", tracedOf(task));
  let outcome: RunOutcome;
  try {
    outcome = await runTask({ ...options, span }, task, stageOf(options.workflow, task), child, lease.signal);
    span.end(undefined, { "sohoa.outcome": outcome });
  } catch (thrown) {
    const error = asSohoaError(thrown, task.subject);
    span.end(error.code);
    return await giveUp(options, task, error);
  } finally {
    lease.stop();
  }
  const ms = options.clock.now().getTime() - began;
  options.log.info(outcome === "made" ? "task-done" : "task-dropped", { ...fields, ms });
  // The task is done whatever happens here: what is not planned now keeps its mark for the reconciler.
  if (outcome === "made") await follow(options, task);
  return true;
}

/** What a trace may say of a task: identifiers and numbers. */
function tracedOf({ derivation, itemId, subject, attempts, priority }: LeasedTask): Attributes {
  return {
    "sohoa.stage": derivation.stage,
    "sohoa.item": itemId,
    "sohoa.subject": subject,
    "sohoa.derivation": derivation.key.slice(0, 16),
    "sohoa.attempt": attempts,
    "sohoa.priority": priority,
  };
}

/** Plan what the end of this task makes due, and describe the item in the store when its version was raised. */
async function follow(options: WorkerOptions, task: LeasedTask): Promise<void> {
  const planner: Planner = options;
  const pages = task.subject === task.itemId ? [] : [task.subject];
  await options.queue.announce(await advance(planner, task.itemId, pages));
  options.onPoint("advanced", task.derivation.stage);
  const item = await options.ledger.item(task.itemId);
  if (item && item.version > item.storedVersion) {
    await storeDescription(options, task.itemId);
    options.log.info("item-described", { item: task.itemId, version: item.version });
  }
}

async function giveUp(options: WorkerOptions, task: LeasedTask, error: SohoaError): Promise<boolean> {
  const verdict = judge(error, task.attempts, options.maxAttempts, Number.parseInt(task.token.slice(0, 4), 16) / 0xffff || 0);
  const notBefore = new Date(options.clock.now().getTime() + verdict.waitSeconds * 1000).toISOString();
  const { state, failure, isOutside } = verdict;
  await options.ledger.giveUp(task, state === "pending" ? { state, failure, notBefore, isOutside } : { state, failure });
  const fields = {
    item: task.itemId,
    subject: task.subject,
    stage: task.derivation.stage,
    code: error.code,
    attempt: task.attempts,
  };
  options.log.warn(state === "pending" ? "task-retry" : state === "failed" ? "task-failed" : "task-quarantined", fields);
  // A page that failed for good holds its item back until that is planned: nobody need wait for the reconciler's round.
  if (state !== "pending") await follow(options, task);
  else await options.queue.announce([{ taskId: task.taskId, stage: task.derivation.stage, priority: task.priority, notBefore }]);
  return !isOutside;
}

function stageOf(workflow: readonly Step[], task: LeasedTask): AnyStage {
  const { stage: name, stageVersion } = task.derivation;
  const stage = workflow.find((step): step is AnyStage => step.kind === "stage" && step.name === name);
  if (stage?.version === stageVersion) return stage;
  throw new PipelineError({
    code: "STAGE-VERSION",
    subject: task.subject,
    facts: { stage: name, version: stageVersion },
    retry: "later",
    exit: "service",
  });
}

/** Prolong the lease while the work goes on; the signal aborts when the lease is lost or the worker must stop. */
function keepLease(options: WorkerOptions, task: LeasedTask, hard: AbortSignal) {
  const lost = new AbortController();
  const timer = setInterval(
    () => {
      options.ledger.renew(task.taskId, task.token, options.leaseSeconds).then(
        (isMine) => {
          if (isMine) return;
          options.log.warn("lease-lost", { subject: task.subject, stage: task.derivation.stage });
          lost.abort();
        },
        // The catalogue may be away for a moment: the lease runs on, and the fence decides at the end.
        () => {},
      );
    },
    (options.leaseSeconds * 1000) / 3,
  );
  return { signal: AbortSignal.any([lost.signal, hard]), stop: () => clearInterval(timer) };
}
