/** Reads a shot of a chart or of an even card: all that it says, as a report. */
import type { ChartReport } from "../../pipeline/chart-report.ts";
import type { DevicePicture } from "../image-input.ts";
import { chartPicture } from "./chart-picture.ts";
import { type KnownLengths, resolutionOf } from "./chart-resolution.ts";
import { measureEvenCard } from "./even-card.ts";
import { type FoundChart, findChart } from "./find-chart.ts";
import { type ChartKind, GREY_CARD } from "./kinds.ts";
import { colourSourceOf, measureChart, patchesOf } from "./measure-chart.ts";
import { placeOf } from "./plane-map.ts";

/** What is known of a shot before it is read. */
export interface ChartShot extends KnownLengths {
  readonly batch: string;
  readonly name: string;
  /** The chart in it, or the even card. */
  readonly kind: ChartKind | typeof GREY_CARD;
}

/**
 * Measure the shot.
 * @throws {StageError} CHART-NOT-FOUND, CHART-OTHER, CHART-CUT, CHART-TURN, CHART-TWO, CHART-CARD or CHART-RULER.
 */
export function readChart(device: DevicePicture, shot: ChartShot): ChartReport {
  const picture = chartPicture(device);
  const about = {
    v: 1 as const,
    batch: shot.batch,
    picture: {
      name: shot.name,
      format: device.header.format,
      width: device.width,
      height: device.height,
      bitsPerSample: device.header.bitsPerSample,
      resolutionDpi: device.header.resolutionDpi,
    },
    colourSource: picture.colourSource,
  };
  const { kind } = shot;
  if (kind === GREY_CARD) {
    const card = measureEvenCard(picture);
    const size = shot.ruler === undefined ? undefined : resolutionOf(picture, device.header.resolutionDpi, shot);
    return rounded({
      ...about,
      kind,
      referenceSource: "",
      place: null,
      patches: [],
      measures: {
        lightFalloffShare: { value: card.lightFalloffShare, unit: "share" },
        cardLightnessL: { value: card.meanL, unit: "L*" },
        cardChroma: { value: card.chroma, unit: "C*" },
        ...size?.measures,
      },
      findings: [...colourSourceOf(picture), ...(size?.findings ?? [])],
    });
  }
  const found = findChart(picture, kind);
  const patches = patchesOf(picture, kind, found);
  const measured = measureChart(picture, kind, found, patches);
  const size = resolutionOf(picture, device.header.resolutionDpi, shot, { kind, found });
  return rounded({
    ...about,
    kind: kind.name,
    referenceSource: kind.source,
    place: placeIn(kind, found),
    patches: [...patches],
    measures: { ...measured.measures, ...size.measures },
    findings: [...measured.findings, ...size.findings],
  });
}

function placeIn({ columns, rows }: ChartKind, found: FoundChart): ChartReport["place"] {
  const { turnDegrees, seenPatches, likeness, map } = found;
  const [right, bottom] = [columns - 1, rows - 1];
  const corners = [placeOf(map, 0, 0), placeOf(map, right, 0), placeOf(map, right, bottom), placeOf(map, 0, bottom)];
  return { turnDegrees, corners, seenPatches, likeness };
}

/** Four decimals: the report must not hang on the last bits of a sum. */
function rounded(report: ChartReport): ChartReport {
  return JSON.parse(JSON.stringify(report, (_, value) => (typeof value === "number" ? Math.round(value * 1e4) / 1e4 : value)));
}
