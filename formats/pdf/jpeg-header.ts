/** What PDF must say about a JPEG that it carries untouched: size, colour space and resolution. */
import { open } from "node:fs/promises";
import { StageError } from "../../pipeline/errors.ts";
import { fileSource } from "../byte-source.ts";
import { readJpeg } from "../jpeg.ts";

/** A JPEG that PDF/A can carry. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly colourSpace: "DeviceRGB" | "DeviceGray";
  /** Absent when the file does not say, or says what software writes when it does not know. */
  readonly resolutionDpi?: number;
}

/** Below this, a stated resolution is a default (72, 96) and not a measurement of a scan. */
const LOWEST_CREDIBLE_DPI = 100;
const HIGHEST_CREDIBLE_DPI = 4800;

/**
 * Look at a JPEG without decoding it; memory does not grow with the file.
 * @throws {StageError} PDF-JPEG when the file is no whole JPEG of 8-bit grey or RGB. CMYK would have no meaning beside an
 *   sRGB output intent, and DCTDecode knows eight bits only (ISO 32000-1, 7.4.8).
 */
export async function readJpegHeader(path: string): Promise<JpegHeader> {
  const file = await open(path, "r");
  try {
    const { size: sizeBytes } = await file.stat();
    const { width, height, bitDepth, channels, resolutionDpi, findings } = await readJpeg(fileSource(file, sizeBytes));
    const colourSpace = channels === 3 ? "DeviceRGB" : channels === 1 ? "DeviceGray" : undefined;
    const fault = findings.find(({ severity }) => severity === "reject")?.code;
    if (fault !== undefined || colourSpace === undefined || bitDepth !== 8) {
      throw new StageError({ code: "PDF-JPEG", facts: { reason: fault ?? `${channels} x ${bitDepth} bit` } });
    }
    const isCredible =
      resolutionDpi !== undefined && resolutionDpi >= LOWEST_CREDIBLE_DPI && resolutionDpi <= HIGHEST_CREDIBLE_DPI;
    return { width, height, sizeBytes, colourSpace, ...(isCredible ? { resolutionDpi } : {}) };
  } finally {
    await file.close();
  }
}
