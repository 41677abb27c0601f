/** Limits of a running child that depend on its task, set from outside with prlimit(1): the child cannot raise them again. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/** What a task may use; absent is what the walls leave. */
export interface TaskShare {
  /** Largest file that may be written. */
  readonly maxFileMiB?: number | undefined;
  /** Time of processors, of all threads together. A task is stopped between once and twice this. */
  readonly cpuSeconds?: number | undefined;
}

/** The kernel counts in hundredths on every Linux (USER_HZ, proc(5)). */
const TICKS_PER_SECOND = 100;
/** For the whole life of a child, which is many tasks long; nothing in it can raise this again. */
const LIFE_CPU_SECONDS = 24 * 3600;

/**
 * The limits of one child. They are set only where they change: pages come in long rows, and the processors' time of a process
 * adds up, so that the limit is moved on when what is left is less than one task may use.
 */
export class ChildLimits {
  readonly #pid: number;
  #file = "unlimited";
  #cpuUntil = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /**
   * Set what the next task may use. A child that is only starting keeps it: limits outlive the programs that replace each other in
   * a process, as long as none of them sets the same one.
   */
  async allow({ maxFileMiB, cpuSeconds }: TaskShare): Promise<void> {
    const words: string[] = [];
    const file = maxFileMiB === undefined ? "unlimited" : String(maxFileMiB * 2 ** 20);
    if (file !== this.#file) words.push(`--fsize=${file}:unlimited`);
    this.#file = file;
    const until = await this.#cpuLimit(cpuSeconds);
    if (until !== this.#cpuUntil) words.push(`--cpu=${until}:${LIFE_CPU_SECONDS}`);
    this.#cpuUntil = until;
    if (words.length === 0) return;
    await new Promise<void>((resolve) => execFile("prlimit", ["--pid", String(this.#pid), ...words], () => resolve()));
  }

  async #cpuLimit(cpuSeconds: number | undefined): Promise<number> {
    if (cpuSeconds === undefined) return LIFE_CPU_SECONDS;
    const used = Math.ceil(await secondsUsed(this.#pid));
    const left = this.#cpuUntil - used;
    const isFit = left >= cpuSeconds && left <= 2 * cpuSeconds;
    return isFit ? this.#cpuUntil : Math.min(used + 2 * cpuSeconds, LIFE_CPU_SECONDS);
  }
}

/** Time of processors that a process has used so far (proc(5), stat, fields 14 and 15). */
async function secondsUsed(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}
