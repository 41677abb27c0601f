/** What a child of a worker, as it runs in production, needs for pages of one size: all stages loaded, one page in flight. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../../pipeline/log.ts";
import type { StageReply } from "../../pipeline/stage-message.ts";
import { StageProcess } from "../../pipeline/stage-process.ts";
import { imageCleanup } from "../../stages/image-cleanup.ts";
import { inspect } from "../../stages/inspect.ts";
import { file } from "./our-stages.ts";

const PAGES = 3;
const ENTRY = join(import.meta.dirname, "../../cli/stage-child.ts");

export interface WorkerMemory {
  /** Most that was ever resident, over several pages one after another. */
  readonly peakMebibytes: number;
  /** Resident when all stages are loaded and no page has come. */
  readonly idleMebibytes: number;
}

/** Undefined where the system does not tell. */
export async function workerMemory(page: string, folder: string): Promise<WorkerMemory | undefined> {
  if (process.platform !== "linux") return undefined;
  let pid: unknown;
  const log: Log = {
    info: (_, fields) => {
      pid = fields?.["pid"];
    },
    warn: () => {},
  };
  const child = new StageProcess({ entry: ENTRY, log });
  const run = async (stage: typeof inspect | typeof imageCleanup | undefined, inputs = {}, outputs = {}): Promise<StageReply> =>
    await child.run(
      {
        id: String(Math.random()),
        stage: stage?.name ?? "none",
        version: stage?.version ?? 0,
        params: {},
        inputs,
        outputs,
        scratch: folder,
      },
      { timeoutSeconds: 300, signal: new AbortController().signal },
    );
  try {
    await run(undefined);
    const idleMebibytes = peakOf(pid);
    const master = file(page, "image/master");
    const report = join(folder, "quality.json");
    for (let i = 0; i < PAGES; i++) {
      expectDone(await run(inspect, { master }, { report }));
      const outputs = { clean: join(folder, "clean"), text: join(folder, "text"), report: join(folder, "cleanup.json") };
      expectDone(await run(imageCleanup, { master, quality: file(report, "report/quality") }, outputs));
    }
    return { idleMebibytes, peakMebibytes: peakOf(pid) };
  } finally {
    child.stop();
  }
}

function expectDone(reply: StageReply): void {
  if (!reply.ok) throw new Error(`${reply.code} ${reply.detail}`);
}

function peakOf(pid: unknown): number {
  const kibibytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  return Math.round(kibibytes / 1024);
}
