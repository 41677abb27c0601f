/**
 * The child process in which stages run: native code that crashes or hangs here costs one attempt of one task.
 * It knows the workflow and files, and nothing of queue, store or catalogue.
 */
import { Worker } from "node:worker_threads";
import { asSohoaError } from "./errors.ts";
import { releaseMemory } from "./release-memory.ts";
import type { AnyStage, Step } from "./stage.ts";
import type { StageReply, StageRequest } from "./stage-message.ts";

/** Serve requests from the parent until it disconnects. */
export function hostStages(workflow: readonly Step[]): void {
  const stages = new Map(workflow.filter((step): step is AnyStage => step.kind === "stage").map((stage) => [stage.name, stage]));
  const abort = new AbortController();
  process.on("message", (request: StageRequest) => {
    void serve(stages.get(request.stage), request, abort.signal);
  });
  endWithParent();
  process.on("disconnect", () => {
    abort.abort();
    process.exit(0);
  });
  // The terminal sends Ctrl-C to the whole group; the parent decides when children stop.
  process.on("SIGINT", () => {});
}

/**
 * A stage in the middle of native or WebAssembly code hears of no disconnection, so a thread of its own looks whether the
 * parent still is: nobody waits for this work any more, and the next worker needs the memory.
 */
function endWithParent(): void {
  const watch = `const { ppid } = process;
    setInterval(() => process.ppid === ppid || process.kill(process.pid, "SIGKILL"), 1000);`;
  const limits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };
  new Worker(watch, { eval: true, execArgv: [], resourceLimits: limits }).unref();
}

/** The answer goes first: the worker stores the results while the memory is freed. */
async function serve(stage: AnyStage | undefined, request: StageRequest, signal: AbortSignal): Promise<void> {
  const reply = await answer(stage, request, signal);
  process.send?.(reply);
  await releaseMemory();
}

async function answer(stage: AnyStage | undefined, request: StageRequest, signal: AbortSignal): Promise<StageReply> {
  try {
    if (!stage || stage.version !== request.version) {
      return {
        id: request.id,
        ok: false,
        code: "STAGE-VERSION",
        facts: { stage: request.stage, version: request.version },
        retry: "later",
        detail: "",
      };
    }
    const params: unknown = stage.params.parse(request.params);
    await stage.run({ inputs: request.inputs, outputs: request.outputs, scratch: request.scratch, params, signal });
    return { id: request.id, ok: true };
  } catch (thrown) {
    const error = asSohoaError(thrown);
    const detail = told(thrown);
    const isFull = /no space left|ENOSPC|quota exceeded|EDQUOT/i.test(detail);
    const code = isFull ? "SPACE-FULL" : error.code;
    return {
      id: request.id,
      ok: false,
      code,
      facts: error.facts,
      retry: isFull ? "later" : error.retry,
      detail: detail.slice(0, 2000),
    };
  }
}

/** The stack with those of its causes: a full disk is often the cause of what a decoder or a stage then complains of. */
function told(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const own = thrown.stack ?? thrown.message;
  return thrown.cause === undefined ? own : `${own}\n${told(thrown.cause)}`;
}
