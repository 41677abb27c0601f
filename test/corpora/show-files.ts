/** Shows files to the worker's child one by one and says how each ended. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { findJail } from "../../pipeline/jail.ts";
import type { StageReply } from "../../pipeline/stage-message.ts";
import { StageProcess } from "../../pipeline/stage-process.ts";
import { inspect } from "../../stages/inspect.ts";
import type { Admitted } from "./corpus-child.ts";

export const MOST_SECONDS = 30;
export const MOST_MIB = 1024;
const ENTRY = join(import.meta.dirname, "corpus-child.ts");

/** The one end of a file. `lost`: the child crashed, hung or grew too large; no file may end so. */
export interface End {
  readonly path: string;
  readonly state: "refused" | "skipped" | "inspected" | "inspected-with-findings" | "undecodable" | "lost";
  readonly codes: readonly string[];
  readonly seconds: number;
  /** Most resident memory of the child so far, 0 where the system does not tell. */
  readonly peakMiB: number;
}

/** @param folder real path, empty, for what the child writes */
export async function* showFiles(paths: AsyncIterable<string> | Iterable<string>, folder: string): AsyncGenerator<End, void> {
  let pid = 0;
  const child = new StageProcess({
    entry: ENTRY,
    execArgv: ["--import", "tsx"],
    folder,
    jail: await findJail("auto"),
    maxResidentMiB: MOST_MIB,
    log: {
      info: (_, facts) => {
        pid = Number(facts?.["pid"]);
      },
      warn: () => {},
    },
  });
  const report = join(folder, "report.json");
  const run = async (stage: string, version: number, params: unknown, path: string): Promise<StageReply> =>
    await child.run(
      {
        id: `${stage} ${path}`,
        stage,
        version,
        params,
        inputs: { master: { role: "image/master", path, digest: "0".repeat(64), sizeBytes: 0, mediaType: "image/*" } },
        outputs: { report },
        scratch: folder,
      },
      { timeoutSeconds: MOST_SECONDS, signal: new AbortController().signal, maxFileMiB: 2048 },
    );
  try {
    for await (const path of paths) {
      const began = performance.now();
      const { state, codes } = await endOf(path, run, report);
      yield { path, state, codes, seconds: (performance.now() - began) / 1000, peakMiB: await peakOf(pid) };
    }
  } finally {
    child.stop();
  }
}

type Run = (stage: string, version: number, params: unknown, path: string) => Promise<StageReply>;

async function endOf(path: string, run: Run, report: string): Promise<Pick<End, "state" | "codes">> {
  const looked = await run("admit", 1, { path }, path);
  if (!looked.ok) return { state: "lost", codes: [looked.code] };
  const { verdict, codes } = JSON.parse(await readFile(report, "utf8")) as Admitted;
  if (verdict === "reject") return { state: "refused", codes };
  if (verdict === "skip") return { state: "skipped", codes };
  const inspected = await run(inspect.name, inspect.version, {}, path);
  if (inspected.ok) return { state: codes.length > 0 ? "inspected-with-findings" : "inspected", codes };
  const isTerminal = /^IMG-/.test(inspected.code) && inspected.retry === "never";
  return { state: isTerminal ? "undecodable" : "lost", codes: [...codes, inspected.code] };
}

async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024);
}
