import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROLES } from "../../pipeline/artifact.ts";
import { type QualityReport, qualityReportSchema } from "../../pipeline/quality-report.ts";
import { inspect } from "../../stages/inspect.ts";

/** What `inspect` says of a file, by its defaults or other parameters, with the CPU seconds it took. */
export async function inspectScan(bytes: Buffer, params: unknown = {}): Promise<{ report: QualityReport; cpuSeconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), "quality-"));
  try {
    const [path, report] = [join(folder, "master"), join(folder, "report")];
    writeFileSync(path, bytes);
    const before = process.cpuUsage();
    await inspect.run({
      inputs: {
        master: {
          path,
          digest: "0".repeat(64),
          role: "image/master",
          sizeBytes: bytes.length,
          mediaType: ROLES["image/master"].mediaType,
        },
      },
      outputs: { report },
      scratch: folder,
      params: inspect.params.parse(params),
      signal: new AbortController().signal,
    });
    const { user, system } = process.cpuUsage(before);
    return { report: qualityReportSchema.parse(JSON.parse(readFileSync(report, "utf8"))), cpuSeconds: (user + system) / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
