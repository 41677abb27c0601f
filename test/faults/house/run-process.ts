/** Starts processes at a toy house and waits for what they do. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";
import type { Batches, Place } from "./place.ts";

/** A process under way. */
export interface HouseProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Fulfilled when the house is open; also when the process ended before. */
  readonly isReady: Promise<unknown>;
  /** The signal that ended it, or its exit code. */
  readonly ended: Promise<string | number>;
}

/** What goes before the program, such as `faketime`, and what its environment holds besides. */
export interface Around {
  readonly env?: Readonly<Record<string, string>>;
  readonly before?: readonly string[];
}

/** Start one. */
export function startProcess(
  task: "work" | "add" | "settle",
  place: Place,
  batches: Batches = {},
  around: Around = {},
): HouseProcess {
  const entry = join(inject("build"), "test/faults/house/house-process.js");
  const [program = "", ...words] = [...(around.before ?? []), process.execPath, entry, task];
  const child = spawn(program, [...words, JSON.stringify(place), JSON.stringify(batches)], {
    env: { ...process.env, ...around.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<string | number>((resolve) => {
    child.on("exit", (code, signal) => resolve(signal ?? code ?? -1));
    child.on("error", (error) => resolve(error.message));
  });
  return {
    child,
    pid: child.pid ?? 0,
    ended,
    isReady: Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), ended]),
  };
}

/** Run one to its end. */
export async function runProcess(...args: Parameters<typeof startProcess>): Promise<string | number> {
  return await startProcess(...args).ended;
}

/** End one without warning, if it lives. */
export async function kill(process: HouseProcess): Promise<void> {
  process.child.kill("SIGCONT");
  process.child.kill("SIGKILL");
  await process.ended;
}
