import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { drawSheet, type Sheet, type SheetKind } from "../../../bench/quality/geometry-sheet.ts";
import { type GroundKind, type Pose, takeShot } from "../../../bench/quality/geometry-shot.ts";
import { paperTexture } from "../../../cli/sample/paper.ts";
import { seededRandom } from "../../../cli/sample/random.ts";
import type { Raster } from "../../../formats/raster.ts";
import { mapPoint } from "../../../pipeline/geometry.ts";
import { measureGeometry, type PageGeometry } from "../../../stages/inspect/measure-geometry.ts";

const UPRIGHT: Pose = { ground: "black-cloth", skewDegrees: 0, tiltAcross: 0, tiltDown: 0, turnDegrees: 0, isMirrored: false };
const sheets = new Map<SheetKind, Sheet>();

beforeAll(async () => {
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  const texture = paperTexture(seededRandom(1, "texture"));
  for (const kind of ["half", "whole", "facing", "manuscript", "quoc-ngu"] as const) {
    const size = kind === "whole" || kind === "facing" ? { width: 1000, height: 760 } : { width: 720, height: 1000 };
    sheets.set(kind, await drawSheet(kind, size, texture, seededRandom(11, kind)));
  }
}, 60_000);

function shot(kind: SheetKind, pose: Partial<Pose> = {}) {
  const sheet = sheets.get(kind) as Sheet;
  return { sheet, ...takeShot(sheet, { ...UPRIGHT, ...pose }, 3) };
}

function measured(raster: Raster): PageGeometry {
  return measureGeometry(raster, 1, raster, 15);
}

const codes = (geometry: PageGeometry): string[] => geometry.findings.map((each) => each.code);

/** Paint a rectangle on a picture. */
function paint(raster: Raster, box: { x: number; y: number; width: number; height: number }, colour: readonly number[]): Raster {
  const pixels = raster.pixels.slice();
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) pixels.set(colour, (y * raster.width + x) * 3);
  }
  return { ...raster, pixels };
}

/** Put pictures side by side, so far apart, on black. */
function beside(one: Raster, other: Raster, gap: number): Raster {
  const height = Math.max(one.height, other.height);
  const width = one.width + gap + other.width;
  const pixels = new Uint8Array(width * height * 3).fill(15);
  for (const [raster, left] of [
    [one, 0],
    [other, one.width + gap],
  ] as const) {
    for (let y = 0; y < raster.height; y++) {
      pixels.set(raster.pixels.subarray(y * raster.width * 3, (y + 1) * raster.width * 3), (y * width + left) * 3);
    }
  }
  return { width, height, channels: 3, pixels };
}

describe("the place of the page", () => {
  test.each<GroundKind>(["black-cloth", "dark-wood", "brown", "green", "blue", "grey", "white-lid"])(
    "is found on %s, all of the paper and little else",
    (ground) => {
      const { sheet, raster, toPicture } = shot("half", { ground, skewDegrees: 2 });
      const { page, skew, corners } = measured(raster);
      expect(page.ground).not.toBe("none");
      const inset = 0.02 * Math.min(sheet.size.width, sheet.size.height);
      const [right, bottom] = [sheet.size.width - inset, sheet.size.height - inset];
      const paper = [
        [inset, inset],
        [right, inset],
        [right, bottom],
        [inset, bottom],
      ].map(([x = 0, y = 0]) => mapPoint(toPicture, x, y));
      const off = paper.map(({ x, y }, i) => Math.hypot(x - (corners?.[i]?.x ?? 0), y - (corners?.[i]?.y ?? 0)));
      expect(Math.max(...off)).toBeLessThan(0.01 * raster.height);
      expect(skew?.degrees).toBeCloseTo(2, 1);
    },
  );

  test("is all of the picture where a white margin bears a page number", () => {
    const { raster } = shot("half", { ground: "white-lid" });
    const numbered = paint(raster, { x: 12, y: 3, width: 26, height: 10 }, [40, 36, 34]);
    expect(measured(numbered).page.outline).toBeNull();
  });

  test("is all of the picture where the paper only browns towards its rim", () => {
    const { sheet } = shot("half");
    const { width, height } = sheet.size;
    const pixels = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const near = Math.min(1, Math.min(x, y, width - 1 - x, height - 1 - y) / 120);
        const at = (y * width + x) * 3;
        for (const [c, [rim, middle]] of [
          [120, 214],
          [84, 200],
          [50, 172],
        ].entries()) {
          pixels[at + c] = (rim as number) + ((middle as number) - (rim as number)) * near;
        }
      }
    }
    expect(measured({ width, height, channels: 3, pixels }).page.outline).toBeNull();
  });

  test("and its turn are unknown where the lens was capped", () => {
    const random = seededRandom(1, "cap");
    const pixels = Uint8Array.from({ length: 600 * 800 * 3 }, () => random.whole(0, 9));
    const { page, skew, turn, corners, gutter } = measured({ width: 600, height: 800, channels: 3, pixels });
    expect({ outline: page.outline, skew, turn, corners, gutter }).toEqual({
      outline: null,
      skew: null,
      turn: null,
      corners: null,
      gutter: null,
    });
  });
});

describe("the lie of the page", () => {
  test.each([-15, -14, 9, 14.5])("is measured when it is turned by %s degrees", (skewDegrees) => {
    const { skew } = measured(shot("half", { skewDegrees }).raster);
    expect(Math.abs((skew?.degrees ?? 99) - skewDegrees)).toBeLessThan(0.12);
  });

  test.each([-4, 1.3, 3])("is that of its edges where a hand wrote without rules, turned by %s degrees", (skewDegrees) => {
    const { skew } = measured(shot("manuscript", { skewDegrees }).raster);
    expect(Math.abs((skew?.degrees ?? 99) - skewDegrees)).toBeLessThan(0.15);
  });

  test("is told as perspective where edges and print agree on it", () => {
    const { sheet, raster, toPicture } = shot("half", { tiltAcross: 0.025, tiltDown: -0.02, skewDegrees: 1 });
    const { perspective } = measured(raster);
    expect(perspective).not.toBeNull();
    // the camera's own figures, to a third
    expect((perspective?.g ?? 0) / toPicture.g).toBeGreaterThan(0);
    expect(Math.abs((perspective?.g ?? 0) * sheet.size.width)).toBeCloseTo(0.025, 1);
  });

  test("is no perspective where only the paper was cut askew", () => {
    const { raster } = shot("half", { ground: "black-cloth" });
    // a wedge of black along the right side: the paper narrows towards its foot, the print does not
    const pixels = raster.pixels.slice();
    for (let y = 0; y < raster.height; y++) {
      const from = Math.round(raster.width * (0.975 - 0.03 * (y / raster.height)));
      pixels.fill(15, (y * raster.width + from) * 3, (y + 1) * raster.width * 3);
    }
    const { perspective, skew } = measured({ ...raster, pixels });
    expect(perspective).toBeNull();
    expect(Math.abs(skew?.degrees ?? 99)).toBeLessThan(0.1);
  });
});

describe("the position of the page", () => {
  const turns = [0, 90, 180, 270] as const;
  const kinds = ["half", "whole", "quoc-ngu", "manuscript"] as const;

  test.each(kinds.flatMap((kind) => turns.map((turn) => [kind, turn] as const)))(
    "is known of a page of kind %s turned by %s",
    (kind, turnDegrees) => {
      const geometry = measured(shot(kind, { turnDegrees, skewDegrees: 1 }).raster);
      expect(geometry.turn?.degrees).toBe((360 - turnDegrees) % 360);
      expect(codes(geometry).includes("QC-ORIENTATION")).toBe(turnDegrees !== 0);
      expect(codes(geometry)).not.toContain("QC-MIRRORED");
    },
  );

  test("is suspected to be mirrored, and only then", () => {
    const geometry = measured(shot("half", { isMirrored: true }).raster);
    expect(codes(geometry)).toEqual(["QC-MIRRORED"]);
  });
});

describe("the gutter", () => {
  test.each(["whole", "facing"] as const)("is found in a spread of kind %s", (kind) => {
    const { sheet, raster, toPicture } = shot(kind, { skewDegrees: -1.5 });
    const { gutter } = measured(raster);
    const upper = mapPoint(toPicture, sheet.gutterX as number, 0);
    expect(Math.abs((gutter?.from.x ?? -99) - upper.x)).toBeLessThan(0.01 * raster.width);
    expect(gutter?.stripWidth === null).toBe(kind === "facing");
  });

  test.each(["half", "quoc-ngu", "manuscript"] as const)("is not invented in a single page of kind %s", (kind) => {
    expect(measured(shot(kind).raster).gutter).toBeNull();
  });
});

describe("what lies beside the page", () => {
  test("is told: a second book, and nothing is cut off", () => {
    const one = shot("half").raster;
    const both = beside(one, shot("half").raster, 60);
    const geometry = measured(both);
    expect(codes(geometry)).toContain("QC-TWO-BOOKS");
    expect(geometry.perspective).toBeNull();
    const right = Math.max(...(geometry.page.outline?.right ?? []));
    expect(right).toBeGreaterThan(one.width + 60 + one.width * 0.8);
  });

  test("is told: a ruler on the ground", () => {
    const page = shot("half").raster;
    const empty = {
      width: 160,
      height: page.height,
      channels: 3 as const,
      pixels: new Uint8Array(160 * page.height * 3).fill(15),
    };
    const withRuler = paint(beside(page, empty, 0), { x: page.width + 60, y: 120, width: 40, height: 500 }, [225, 222, 60]);
    const found = measured(withRuler).findings.find((each) => each.code === "QC-OBJECT");
    expect(Math.abs((found?.where?.x ?? 0) - page.width - 60)).toBeLessThan(12);
  });

  test("is told: a hand that reaches in over the edge", () => {
    const page = shot("half").raster;
    const empty = {
      width: 120,
      height: page.height,
      channels: 3 as const,
      pixels: new Uint8Array(120 * page.height * 3).fill(15),
    };
    const withHand = paint(beside(page, empty, 0), { x: page.width - 60, y: 400, width: 180, height: 110 }, [201, 150, 122]);
    expect(codes(measured(withHand))).toContain("QC-OBJECT");
  });

  test("is told of a fold-out five times as wide as high, of which all is kept", () => {
    const page = shot("whole").raster;
    const long = beside(beside(page, page, 0), beside(page, beside(page, page, 0), 0), 0);
    const geometry = measured(long);
    expect(codes(geometry)).toContain("QC-FOLDOUT");
    expect(Math.max(...(geometry.page.outline?.right ?? [long.width]))).toBeGreaterThan(long.width * 0.97);
  });
});
