/** Requests at random by wrk, and what they cost the server: processor time and resident memory of its processes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TileServer } from "./tiles-peers.ts";

const TICKS_PER_SECOND = 100;

/** What a run of requests cost. */
export interface Load {
  readonly requests: number;
  readonly failures: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly p50: string;
  readonly p99: string;
  readonly residentMiB: number;
}

/** Ask for these paths in random order for so long, over four connections. */
export async function loadWith(server: TileServer, paths: readonly string[], seconds: number, folder: string): Promise<Load> {
  const script = join(folder, "random.lua");
  const list = join(folder, "paths.txt");
  await writeFile(list, `${paths.join("\n")}\n`);
  await writeFile(script, LUA.replace("PATHS", list));
  const before = cpuSeconds(server.pids);
  const wrk = spawn("wrk", ["-t1", "-c4", `-d${seconds}s`, "--latency", "-s", script, `http://127.0.0.1:${server.port}`]);
  let text = "";
  wrk.stdout.on("data", (part) => {
    text += part;
  });
  await once(wrk, "close");
  const cost = cpuSeconds(server.pids) - before;
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  return {
    requests: number(/(\d+) requests in/),
    failures: number(/Non-2xx or 3xx responses: (\d+)/),
    seconds,
    cpuSeconds: cost,
    p50: /^\s+50%\s+(\S+)/m.exec(text)?.[1] ?? "–",
    p99: /^\s+99%\s+(\S+)/m.exec(text)?.[1] ?? "–",
    residentMiB: residentMiB(server.pids),
  };
}

/** Memory of all processes together, now. */
export function residentMiB(pids: readonly number[]): number {
  const kibibytes = pids.map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0));
  return kibibytes.reduce((sum, each) => sum + each, 0) / 1024;
}

function cpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    // Fields behind the name, which stands in brackets: 14 and 15 of proc(5) are user and system time.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

const LUA = `
local paths = {}
for line in io.lines("PATHS") do paths[#paths + 1] = line end
math.randomseed(20261121)
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
`;
