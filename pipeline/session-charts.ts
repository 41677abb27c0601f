/**
 * Charts of an item's batches. The picture of a chart and what it says are artifacts like all others; an event of the item
 * ties them together. So both are checked by `fsck`, are told in the item's description, and come back with `rebuild`.
 */
import { readFile } from "node:fs/promises";
import { advance } from "./advance.ts";
import type { Artifact } from "./artifact.ts";
import { SESSION_CHART } from "./chart-limits.ts";
import { type ChartReport, chartReportSchema } from "./chart-report.ts";
import type { Closer } from "./close-item.ts";
import type { Describer } from "./describe-item.ts";
import { storeDescription } from "./describe-item.ts";
import { digestFile } from "./digest-file.ts";
import { storeJson } from "./store-json.ts";

/** A chart as it was registered. */
export interface SessionChart {
  readonly report: ChartReport;
  readonly picture: Artifact;
  readonly registeredAt: string;
  readonly agent: string;
}

/** Store a chart's picture and report, and record them for the item. False when just this was registered last. */
export async function recordChart(
  closer: Closer,
  chart: { readonly itemId: string; readonly picturePath: string; readonly report: ChartReport; readonly agent: string },
): Promise<boolean> {
  const { itemId, agent } = chart;
  const { ledger, store } = closer;
  const found = await digestFile(chart.picturePath);
  const picture: Artifact = { ...found, mediaType: `image/${chart.report.picture.format}` };
  const artifact = await storeJson(store, chartReportSchema.parse(chart.report), "report/chart");
  if ((await ledger.current(itemId, "report/chart"))?.digest === artifact.digest) return false;
  await store.putFile(chart.picturePath, found);
  const made = { role: "report/chart" as const, artifact };
  const from = [{ name: "picture", role: "image/chart" as const, artifacts: [picture] }];
  await ledger.answer({ gate: SESSION_CHART, subject: itemId, itemId, made, from, agent });
  await closer.queue.announce(await advance(closer, itemId, []));
  await storeDescription(closer, itemId);
  return true;
}

/** All charts of an item, in the order in which they were registered; of one batch only, where one is named. */
export async function sessionCharts(
  { ledger, cache }: Pick<Describer, "ledger" | "cache">,
  itemId: string,
  batchId?: string,
): Promise<readonly SessionChart[]> {
  const events = (await ledger.eventsOf(itemId)).filter((event) => event.stage === SESSION_CHART);
  const charts = await Promise.all(
    events.map(async (event) => {
      const made = event.outputs.find((each) => each.role === "report/chart");
      const picture = event.inputs.flatMap((input) => input.artifacts)[0];
      if (!made || !picture) throw new RangeError(`a chart of ${itemId} without report or picture`);
      const report = chartReportSchema.parse(JSON.parse(await readFile(await cache.file(made.artifact.digest), "utf8")));
      return { report, picture, registeredAt: event.endedAt, agent: event.agent };
    }),
  );
  return charts.filter((chart) => batchId === undefined || chart.report.batch === batchId);
}
