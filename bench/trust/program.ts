/** The built program as processes of its own, and what they cost: seconds on the wall, seconds of processor, most memory resident. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const LOOK_MS = 50;

/** What a run cost. */
export interface Cost {
  readonly exit: number | null;
  readonly seconds: number;
  /** Of the process and all that it waited for. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  /** Resident memory at every look, for who asks whether it grows. */
  readonly residentMiB: readonly number[];
  readonly stdout: string;
}

/** A program under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Cost>;
}

/** Environment of the programs: English, and no services but those that are named. */
export type Settings = Readonly<Record<string, string>>;

/** Compile the program into a folder of its own; `discard` removes it. */
export async function buildProgram(): Promise<{ readonly main: string; discard(): Promise<void> }> {
  // Below node_modules, that its packages are found.
  const caches = join(ROOT, "node_modules/.cache");
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, "sohoa-bench-"));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--noCheck", "--outDir", folder], { cwd: ROOT });
  return { main: join(folder, "cli/main.js"), discard: () => rm(folder, { recursive: true }) };
}

/** Start a program; it is looked at until it ends. */
export function run(program: string, args: readonly string[], settings: Settings = {}): Running {
  const { DATABASE_URL: _d, REDIS_URL: _r, S3_ENDPOINT: _s, ...rest } = process.env;
  // bash tells what its children cost, those included that ended long before.
  const words = ["-c", 'TIMEFORMAT="cpu %U %S"; time "$@"', "bash", program, ...args];
  const child = spawn("bash", words, { env: { ...rest, SOHOA_LANG: "en", ...settings }, cwd: ROOT });
  const began = performance.now();
  const residentMiB: number[] = [];
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr = (stderr + chunk).slice(-10_000);
  });
  const looking = setInterval(() => residentMiB.push(...residentOf(programIn(child.pid))), LOOK_MS);
  const ended = new Promise<Cost>((resolve) => {
    child.on("close", (exit) => {
      clearInterval(looking);
      const seconds = (performance.now() - began) / 1000;
      const [, user = "0", system = "0"] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
      if (exit !== 0) console.error(stderr);
      resolve({
        exit,
        seconds,
        cpuSeconds: Number(user) + Number(system),
        peakMiB: Math.max(0, ...residentMiB),
        residentMiB,
        stdout,
      });
    });
  });
  return { child, ended };
}

/** Run our program to its end. */
export const sohoa = async (main: string, args: readonly string[], settings: Settings = {}): Promise<Cost> =>
  await run(process.execPath, [main, ...args], settings).ended;

/** The process of a program that was started here. */
export function processOf({ child }: Running): number | undefined {
  return programIn(child.pid);
}

/** Ask a program that was started here to end. */
export function askToEnd(running: Running): void {
  const pid = processOf(running);
  if (pid !== undefined) process.kill(pid, "SIGTERM");
}

/** The process that bash started. */
function programIn(shell: number | undefined): number | undefined {
  try {
    return Number(readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ")[0]) || undefined;
  } catch {
    return undefined;
  }
}

/** Its resident memory in MiB; nothing of a process that is not there. */
export function residentOf(pid: number | undefined): readonly number[] {
  try {
    return [Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024];
  } catch {
    return [];
  }
}
