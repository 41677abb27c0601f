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
  /** A name out of the engine's `languages`. */
  readonly language: string;
  readonly writingMode: "vertical-rl" | "horizontal-tb";
  readonly signal: AbortSignal;
}

/** A reading engine. */
export interface Engine {
  readonly name: string;
  /** Program and model, so that another model is another derivation's agent. */
  version(language: string): string;
  readonly languages: readonly string[];
  /**
   * Read the lines, one answer a picture, in the same order.
   * @throws {StageError} OCR-DATA when the language is not installed, OCR-ENGINE when the engine broke (trying again helps).
   */
  read(lines: readonly LinePicture[], request: ReadingRequest): Promise<readonly LineReading[]>;
}

/** The reading of a picture without text. */
export const NOTHING_READ: LineReading = { text: "", confidence: 0, characters: [] };
