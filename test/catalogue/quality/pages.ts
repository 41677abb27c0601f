/** Pages with made-up measures, for tests of what an item shows. */
import type { PageFacts } from "../../../catalogue/quality/item-facts.ts";
import { digestOfText } from "../../../pipeline/derive.ts";
import { type QualityReport, qualityReportSchema } from "../../../pipeline/quality-report.ts";

/** A sound page of 300 dpi, 2000 × 3000 pixels, in colour. */
export function report(over: Partial<QualityReport> = {}): QualityReport {
  return qualityReportSchema.parse({
    v: 1,
    format: "tiff",
    width: 2000,
    height: 3000,
    orientation: 1,
    resolutionDpi: 300,
    bitsPerSample: 8,
    colourSpace: "srgb",
    measures: {},
    page: { ground: "none", groundColour: null, paperColour: [220, 210, 190], outline: null },
    skew: null,
    findings: [],
    ...over,
  });
}

/** A fingerprint of 64 bits that differs from that of any other seed in about half of them. */
export function fingerprint(seed: number, flipped = 0): string {
  const bits = BigInt(`0x${digestOfText(`print ${seed}`).slice(0, 16)}`) ^ ((1n << BigInt(flipped)) - 1n);
  return bits.toString(16).padStart(16, "0");
}

/** So many pages named 0001.tif and on, each with a fingerprint of its own. */
export function book(count: number, of: (at: number) => Partial<PageFacts> = () => ({})): readonly PageFacts[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `p${at + 1}`,
    name: `${String(at + 1).padStart(4, "0")}.tif`,
    master: digestOfText(`master ${at}`),
    report: report({ fingerprint: fingerprint(at) }),
    isSpread: false,
    leafNumber: null,
    ...of(at),
  }));
}
