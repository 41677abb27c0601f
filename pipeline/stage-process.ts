/** The worker's side of one child process: start, one run at a time, stop on time-out, memory or crash. */
import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { type Log, silentLog } from "./log.ts";
import type { StageReply, StageRequest } from "./stage-message.ts";

/** How a child is started and held in bounds. */
export interface StageProcessOptions {
  /** Module that calls `hostStages`. */
  readonly entry: string;
  readonly execArgv?: readonly string[];
  /** Resident memory above which a child is stopped. */
  readonly maxResidentMiB?: number;
  /** Runs after which a child is replaced, since native memory fragments. */
  readonly maxRuns?: number;
  readonly log?: Log;
}

const MEMORY_LOOK_MS = 1000;

/** One supervised child. `run` never throws: a crash, a hang and a memory excess are replies too. */
export class StageProcess {
  readonly #options: StageProcessOptions;
  #child: ChildProcess | undefined;
  #runs = 0;

  constructor(options: StageProcessOptions) {
    this.#options = options;
  }

  async run(
    request: StageRequest,
    limit: { readonly timeoutSeconds: number; readonly signal: AbortSignal },
  ): Promise<StageReply> {
    if (this.#runs >= (this.#options.maxRuns ?? 200)) this.stop();
    this.#child ??= this.#start();
    this.#runs += 1;
    const child = this.#child;
    return await new Promise<StageReply>((resolve) => {
      const watches: NodeJS.Timeout[] = [];
      const end = (reply: StageReply) => {
        for (const watch of watches) clearInterval(watch);
        child.off("message", onMessage);
        child.off("exit", onExit);
        limit.signal.removeEventListener("abort", onAbort);
        resolve(reply);
      };
      const failed = (code: string, facts: StageReply & { ok: false } extends { facts: infer F } ? F : never): StageReply => ({
        id: request.id,
        ok: false,
        code,
        facts: { stage: request.stage, ...facts },
        retry: "later",
        detail: "",
      });
      const kill = (reply: StageReply) => {
        end(reply);
        this.stop();
      };
      const onMessage = (reply: StageReply) => {
        if (reply.id === request.id) end(reply);
      };
      const onExit = (exit: number | null, signal: string | null) => {
        this.#forget(child);
        end(failed("STAGE-CRASH", { exit: signal ?? exit ?? "?" }));
      };
      const onAbort = () => kill(failed("STAGE-ABORTED", {}));
      child.on("message", onMessage);
      child.on("exit", onExit);
      limit.signal.addEventListener("abort", onAbort);
      watches.push(
        setTimeout(() => kill(failed("STAGE-TIMEOUT", { seconds: limit.timeoutSeconds })), limit.timeoutSeconds * 1000),
      );
      watches.push(
        setInterval(
          () => void this.#watchMemory(child, (mib) => kill(failed("STAGE-MEMORY", { mebibytes: mib }))),
          MEMORY_LOOK_MS,
        ),
      );
      if (limit.signal.aborted) onAbort();
      else child.send(request, (error) => error && kill(failed("STAGE-CRASH", { exit: error.message })));
    });
  }

  /** Stop the child at once; the next run starts a fresh one. */
  stop(): void {
    this.#child?.kill("SIGKILL");
    if (this.#child) this.#forget(this.#child);
  }

  #forget(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#runs = 0;
  }

  #start(): ChildProcess {
    const child = fork(this.#options.entry, [], {
      execArgv: [...(this.#options.execArgv ?? process.execArgv)],
      // glibc keeps an arena per thread and never gives memory back; two keep a child small at the same speed.
      env: { ...process.env, MALLOC_ARENA_MAX: "2", VIPS_CONCURRENCY: "1", UV_THREADPOOL_SIZE: "2", VIPS_BLOCK_UNTRUSTED: "1" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.on("exit", () => this.#forget(child));
    child.on("error", () => this.#forget(child));
    (this.#options.log ?? silentLog).info("child-started", { pid: child.pid });
    return child;
  }

  async #watchMemory(child: ChildProcess, exceeded: (mebibytes: number) => void): Promise<void> {
    const limit = this.#options.maxResidentMiB;
    if (limit === undefined || child.pid === undefined) return;
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
    if (kibibytes / 1024 > limit) exceeded(Math.round(kibibytes / 1024));
  }
}
