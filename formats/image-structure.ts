/** What a structure check says about an image file: its facts, and everything that is odd or broken, never only the first. */
import type { Facts } from "../pipeline/errors.ts";

/**
 * reject: the picture is damaged or cannot be read; warning: a person should look; note: kept for the record.
 * Whether a sound file is wanted (size, pages, resolution) is a policy of ingest and not decided here.
 */
export type Severity = "reject" | "warning" | "note";

/** One observation about a file, worded by the message table. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly facts: Facts;
}

/** The encodings a master may have. */
export type ImageKind = "tiff" | "jpeg" | "png";

/** Facts of the first picture of a file. Zero where damage hides them. */
export interface ImageStructure {
  readonly kind: ImageKind;
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly bitDepth: number;
  /** Samples per pixel, alpha included; 1 for a palette. */
  readonly channels: number;
  /** Dots per inch as the file states it; absent when it states none that can be true. */
  readonly resolutionDpi?: number;
  /** EXIF and TIFF orientation, 1 to 8; 1 when absent or nonsense. */
  readonly orientation: number;
  /** Full pictures in the file; reduced versions and masks are not counted. */
  readonly pages: number;
  readonly findings: readonly Finding[];
}

/** Findings of one code that are kept: a broken table of a million strips is one problem, not a million. */
const MAX_OF_A_CODE = 20;

/** Collects findings; the same code with the same facts is kept once, and no code more than 20 times. */
export class FindingList {
  readonly #byCode = new Map<string, Map<string, Finding>>();

  /** The picture is damaged or cannot be read. */
  reject(code: string, facts: Facts = {}): void {
    this.#add({ code, severity: "reject", facts });
  }

  /** A person should look. */
  warn(code: string, facts: Facts = {}): void {
    this.#add({ code, severity: "warning", facts });
  }

  /** Kept for the record. */
  note(code: string, facts: Facts = {}): void {
    this.#add({ code, severity: "note", facts });
  }

  get all(): readonly Finding[] {
    return [...this.#byCode.values()].flatMap((alike) => [...alike.values()]);
  }

  get isRejected(): boolean {
    return this.all.some((each) => each.severity === "reject");
  }

  #add(finding: Finding): void {
    const alike = this.#byCode.get(finding.code) ?? new Map<string, Finding>();
    if (alike.size >= MAX_OF_A_CODE) return;
    alike.set(JSON.stringify(finding.facts), finding);
    this.#byCode.set(finding.code, alike);
  }
}
