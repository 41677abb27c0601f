/**
 * The port of every reading engine: pictures of lines in, characters out. An engine keeps no memory between calls that
 * could change what it reads, opens no network connection, and answers each picture, if only with an empty reading.
 */
import type { Box } from "../../pipeline/geometry.ts";

/** One column or line cut from the page: evened 8-bit grey, paper near 255. */
export interface LinePicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** Usual breadth of the page's lines of this kind, in pixels of the picture: a column of only 一 is narrower. */
  readonly usualBreadthPixels?: number;
  /** How sure layout is that this is a line of text, 0 to 1; absent: sure. */
  readonly lineConfidence?: number;
}

/** One character read, with its place in pixels of the line picture. */
export interface ReadCharacter {
  readonly text: string;
  readonly box: Box;
  /** 0 to 1. */
  readonly confidence: number;
  /** Other readings, the likeliest first, without the chosen one. */
  readonly alternatives: readonly { readonly text: string; readonly confidence: number }[];
}

/** What an engine read on one line. An alphabetic script has its word spaces in `text` only. */
export interface LineReading {
  readonly text: string;
  readonly confidence: number;
  readonly characters: readonly ReadCharacter[];
}

/** How the pictures are to be read. */
export interface ReadingRequest {
  /** What the engine reads by: a language of Tesseract, the name of a model of ours. */
  readonly language: string;
  readonly writingMode: "vertical-rl" | "horizontal-tb";
  readonly signal: AbortSignal;
}

/** A reading engine. */
export interface Engine {
  readonly name: string;
  /** Program and model, so that another model is told apart in provenance. */
  version(language: string): string | Promise<string>;
  /** Breadth of a line (width of a column, height of a horizontal line) it reads best, in pixels; absent: as scanned. */
  readonly lineBreadthPixels?: number;
  /**
   * Read the lines, one answer a picture, in the same order.
   * @throws {StageError} OCR-DATA or OCR-MODEL when what it reads by is not installed, OCR-ENGINE when the engine broke (trying again helps).
   */
  read(lines: readonly LinePicture[], request: ReadingRequest): Promise<readonly LineReading[]>;
}

/** The reading of a picture without text. */
export const NOTHING_READ: LineReading = { text: "", confidence: 0, characters: [] };
