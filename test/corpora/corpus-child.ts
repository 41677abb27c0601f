/** Child that a corpus is shown to: what a batch does with a file first, then the first stage that decodes it. */
import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import { hostStages } from "../../pipeline/stage-host.ts";
import { examineFile } from "../../stages/ingest/examine-file.ts";
import { DEFAULT_POLICY } from "../../stages/ingest/policy.ts";
import { inspect } from "../../stages/inspect.ts";

/** What `admit` writes down. */
export interface Admitted {
  readonly verdict: "accept" | "reject" | "skip";
  readonly codes: readonly string[];
}

/** The examination of a batch's folder for one file. Only the side is not asked about: public corpora hold tiny pictures. */
const admit = defineStage({
  name: "admit",
  version: 1,
  of: "page",
  inputs: { master: "image/master" },
  outputs: { report: "report/quality" },
  params: z.object({ path: z.string() }),
  async run({ outputs, params, signal }) {
    const arrival = await examineFile(params.path, { ...DEFAULT_POLICY, minSidePixels: 1 }, signal);
    const codes = arrival.verdict === "skip" ? [arrival.reason] : arrival.findings.map((each) => each.code);
    await writeFile(outputs.report, JSON.stringify({ verdict: arrival.verdict, codes } satisfies Admitted));
  },
});

hostStages([admit, inspect]);
