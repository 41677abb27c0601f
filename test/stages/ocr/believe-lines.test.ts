import { describe, expect, test } from "vitest";
import { believeLines } from "../../../stages/ocr/believe-lines.ts";
import type { LinePicture, LineReading } from "../../../stages/ocr/engine.ts";

function line(lineConfidence: number): LinePicture {
  return { width: 8, height: 8, pixels: new Uint8Array(64), lineConfidence };
}

function reading(text: string, confidence: number): LineReading {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const characters = [...text.replaceAll(" ", "")].map((each) => ({ text: each, box, confidence, alternatives: [] }));
  return { text, confidence, characters };
}

/** What is left of readings of one confidence on lines of one confidence. */
function left(texts: readonly string[], confidence: number, lineConfidence = 0.6): readonly string[] {
  const lines = texts.map(() => line(lineConfidence));
  const readings = texts.map((text) => reading(text, confidence));
  return believeLines(lines, readings).map((each) => each.text);
}

describe("what is believed of horizontal lines", () => {
  test("is a page of words, signs and numbers among them", () => {
    expect(left(["“Trăm năm", "1820 – 12", "trong cõi,"], 0.9)).toEqual(["“Trăm năm", "1820 – 12", "trong cõi,"]);
  });

  test("is not what an empty leaf is read as: doubtful letters, and single letters and signs however sure", () => {
    expect(left(["kh xử n 1.", "tà BỘ KN"], 0.2)).toEqual(["", ""]);
    expect(left([". } : à", "1| ỉ", "{ — ñ"], 0.95)).toEqual(["", "", ""]);
    expect(left(["- } mu : . | _ 1 = ; ( ) 74} x ri"], 0.9)).toEqual([""]);
  });

  test("is a poor print all the same, where layout is sure of its lines", () => {
    const poor = ["Iroi Nhan sỹ", "Gia phang, Vam", "thom co tai"];
    expect(left(poor, 0.2, 0.85)).toEqual(poor);
    expect(left(poor.slice(0, 2), 0.2, 0.85)).toEqual(["", ""]);
  });

  test("leaves out a line that layout takes for none, unless it reads surely", () => {
    const lines = [line(0.9), line(0.1), line(0.1)];
    const readings = [reading("Trăm năm trong cõi", 0.9), reading("ri _", 0.3), reading("Hà Nội", 0.9)];
    expect(believeLines(lines, readings).map((each) => each.text)).toEqual(["Trăm năm trong cõi", "", "Hà Nội"]);
    expect(believeLines([], [])).toEqual([]);
  });
});
