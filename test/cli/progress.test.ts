import { describe, expect, test } from "vitest";
import { Messages } from "../../cli/messages.ts";
import { Printer } from "../../cli/print.ts";
import { type Bar, Progress } from "../../cli/progress.ts";
import { displayWidth } from "../../cli/table.ts";

/** A place whose clock stands until it is moved. */
function place(isTerminal: boolean, columns = 80) {
  const written: string[] = [];
  let at = 0;
  return {
    written,
    pass: (seconds: number) => {
      at += seconds * 1000;
    },
    target: { isTerminal, columns, now: () => at, write: (text: string) => void written.push(text) },
  };
}

function printer(change: Partial<Printer["options"]> = {}) {
  return new Printer({ json: false, quiet: false, ascii: false, colour: false, ...change }, new Messages("vi"));
}

const bar = (done: number, more: Partial<Bar> = {}): Bar => ({ label: "Đọc chữ", done, total: 100, ...more });

describe("progress in a log", () => {
  test("is silent for ten seconds, then one plain line every ten", () => {
    const { target, written, pass } = place(false);
    const progress = new Progress(printer(), target);
    for (let second = 0; second < 35; second++) {
      progress.show([bar(second)]);
      pass(1);
    }
    expect(written.length).toBe(3);
    for (const line of written) {
      expect(line.endsWith("\n")).toBe(true);
      expect(line.trimEnd()).not.toMatch(/[\p{Cc}█░]/u);
    }
    expect(written[0]).toContain("Đọc chữ 10/100");
  });

  test("names the page that takes long", () => {
    const { target, written, pass } = place(false);
    const progress = new Progress(printer(), target);
    pass(11);
    progress.show([bar(3, { slow: "0732.tif (34 s)" })]);
    expect(written.join("")).toContain("đang lâu: 0732.tif (34 s)");
  });

  test("tells the time left only when a rate is known", () => {
    const { target, written, pass } = place(false);
    const progress = new Progress(printer(), target);
    progress.show([bar(0)]);
    pass(10);
    progress.show([bar(0)]);
    pass(10);
    progress.show([bar(10)]);
    expect(written[0]).not.toContain("Còn");
    // Ten in twenty seconds, ninety to go: three minutes.
    expect(written[1]).toContain("Còn khoảng 3 phút");
  });

  test("never promises a time from a count that went back, as after a new profile", () => {
    const { target, written, pass } = place(false);
    const progress = new Progress(printer(), target);
    progress.show([bar(80)]);
    pass(20);
    progress.show([bar(5)]);
    expect(written.join("")).not.toContain("Còn");
  });

  test("is silent with --json and --quiet", () => {
    for (const change of [{ json: true }, { quiet: true }]) {
      const { target, written, pass } = place(false);
      const progress = new Progress(printer(change), target);
      pass(60);
      progress.show([bar(1)]);
      expect(written).toEqual([]);
    }
  });
});

describe("progress on a terminal", () => {
  const plain = (frame: string) => frame.replace(/\p{Cc}\[\d*[A-Z]/gu, "");

  test("is redrawn in place, one write a frame, within the width", () => {
    for (const columns of [80, 40]) {
      const { target, written, pass } = place(true, columns);
      const progress = new Progress(printer(), target);
      progress.show([bar(1, { slow: "金雲翹新傳-0732-a-very-long-name.tif (34 s)" }), bar(50, { label: "Làm sạch" })], "0 lỗi");
      pass(1);
      progress.show([bar(2), bar(60, { label: "Làm sạch" })], "0 lỗi");
      progress.end();
      expect(written.length).toBe(3);
      expect(written[1]?.startsWith("\u001b[2A")).toBe(true);
      for (const line of written.flatMap((frame) => plain(frame).split(/[\n\r]/)))
        expect(displayWidth(line)).toBeLessThan(columns);
    }
  });

  test("is drawn at most ten times a second, but always when all is done", () => {
    const { target, written, pass } = place(true);
    const progress = new Progress(printer(), target);
    for (let done = 0; done < 100; done++) {
      progress.show([bar(done)]);
      pass(0.01);
    }
    expect(written.length).toBeLessThan(15);
    progress.show([bar(100)]);
    expect(written.at(-1)).toContain("100/100");
  });

  test("uses plain signs with --ascii", () => {
    const { target, written } = place(true);
    new Progress(printer({ ascii: true }), target).show([bar(50)]);
    expect(written.join("")).toContain("###");
    expect(written.join("")).not.toMatch(/[█░●]/);
  });
});
