/** The worker's side of one child process: start, one run at a time, stop on time-out, memory or crash. */
import { type ChildProcess, fork } from "node:child_process";
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { childEnvironment } from "./child-environment.ts";
import { ChildLimits, type TaskShare } from "./child-limits.ts";
import type { Jail } from "./jail.ts";
import { type Log, silentLog } from "./log.ts";
import type { StageReply, StageRequest } from "./stage-message.ts";

/** How a child is started and held in bounds. */
export interface StageProcessOptions {
  /** Module that calls `hostStages`. */
  readonly entry: string;
  readonly execArgv?: readonly string[];
  /** Resident memory above which a child is stopped; a run may be granted more. */
  readonly maxResidentMiB?: number;
  /** Runs after which a child is replaced, since native memory fragments. */
  readonly maxRuns?: number;
  /** Real path of the folder for all that the child writes, temporary files too; the system's where absent. */
  readonly folder?: string;
  /** Walls around the child; none without a folder of its own. */
  readonly jail?: Jail;
  readonly log?: Log;
}

/** What one run may take; the share holds inside walls only. */
export interface RunLimit extends TaskShare {
  /** Memory that was set aside for this run: it may take so much even where other runs may not. */
  readonly grantedMiB?: number | undefined;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** Data of a child that is not resident counts too, and the supervisor looks at resident memory only now and then. */
const LEAST_DATA_MIB = 4096;
const MEMORY_LOOK_MS = 1000;

/** One supervised child. `run` never throws: a crash, a hang and a memory excess are replies too. */
export class StageProcess {
  readonly #options: StageProcessOptions;
  #child: ChildProcess | undefined;
  #runs = 0;
  #folderMark = "";
  /** What the child that runs was started for. */
  #residentMiB: number | undefined;
  #limits: ChildLimits | undefined;

  constructor(options: StageProcessOptions) {
    this.#options = options;
  }

  async run(request: StageRequest, limit: RunLimit): Promise<StageReply> {
    const { maxRuns = 200, maxResidentMiB } = this.#options;
    const residentMiB = maxResidentMiB && Math.max(maxResidentMiB, limit.grantedMiB ?? 0);
    // Walls stand around a folder, not around its name: somebody may have removed it and made it anew. And they are as wide as a
    // run needs them, which the next one need not be.
    const isOther = residentMiB !== this.#residentMiB || this.#markOfFolder() !== this.#folderMark;
    if (isOther || this.#runs >= maxRuns) this.stop();
    this.#residentMiB = residentMiB;
    this.#child ??= this.#start();
    this.#runs += 1;
    const child = this.#child;
    await this.#limits?.allow(limit);
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
        const isSpent = signal === "SIGXCPU" && limit.cpuSeconds !== undefined;
        end(
          isSpent ? failed("STAGE-CPU", { seconds: limit.cpuSeconds }) : failed("STAGE-CRASH", { exit: signal ?? exit ?? "?" }),
        );
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
    if (this.#child) killGroup(this.#child);
    if (this.#child) this.#forget(this.#child);
  }

  #forget(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#runs = 0;
  }

  #start(): ChildProcess {
    const { entry, folder, jail } = this.#options;
    const execArgv = [...(this.#options.execArgv ?? process.execArgv)];
    const maxDataMiB = Math.max(LEAST_DATA_MIB, 2 * (this.#residentMiB ?? 0));
    // Each word of the command replaces the process by the next, so its number is the child's.
    const [program, ...words] = folder === undefined ? [] : (jail?.command(folder, maxDataMiB) ?? []);
    const child = fork(entry, [], {
      ...(program === undefined ? { execArgv } : { execPath: program, execArgv: [...words, process.execPath, ...execArgv] }),
      env: childEnvironment(process.env, folder),
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      detached: process.platform !== "win32",
    });
    this.#folderMark = this.#markOfFolder();
    this.#limits = child.pid !== undefined && jail?.walls.includes("limits") ? new ChildLimits(child.pid) : undefined;
    child.on("exit", () => this.#forget(child));
    child.on("error", () => this.#forget(child));
    (this.#options.log ?? silentLog).info("child-started", { pid: child.pid });
    return child;
  }

  /** Empty where there are no walls. Numbers of folders come again, moments of birth do not. */
  #markOfFolder(): string {
    const { folder, jail } = this.#options;
    if (folder === undefined || !jail?.walls.includes("files")) return "";
    const found = statSync(folder, { throwIfNoEntry: false });
    return found ? `${found.ino} ${found.birthtimeMs}` : "away";
  }

  async #watchMemory(child: ChildProcess, exceeded: (mebibytes: number) => void): Promise<void> {
    const limit = this.#residentMiB;
    if (limit === undefined || child.pid === undefined) return;
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
    if (kibibytes / 1024 > limit) exceeded(Math.round(kibibytes / 1024));
  }
}

/** The child leads a group of its own where the system has groups; whatever it started ends with it. */
function killGroup(child: ChildProcess): void {
  try {
    if (process.platform !== "win32" && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // already gone
  }
  child.kill("SIGKILL");
}
