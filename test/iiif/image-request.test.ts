import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRefusal } from "../../iiif/image/refusal.ts";
import { imageInfo, TILE_PX } from "../../iiif/image-info.ts";
import { type ImagePlan, planImage } from "../../iiif/image-request.ts";

const IMAGE = { width: 6000, height: 9000 };
const LIMITS = { maxArea: 36_000_000 };
const OPEN = { maxArea: 1e12 };

function ask(path: string, image = IMAGE, limits = LIMITS) {
  const [region = "", size = "", rotation = "", file = ""] = path.split("/");
  return planImage({ region, size, rotation, file }, image, limits);
}

function plan(path: string, image = IMAGE, limits = LIMITS): ImagePlan {
  const result = ask(path, image, limits);
  if (isRefusal(result)) throw new Error(`${path}: ${result.status} ${result.reason}`);
  return result;
}

describe("a request", () => {
  test.each([
    ["full/max/0/default.jpg", OPEN, "full/max/0/default.jpg"],
    ["0,0,6000,9000/6000,9000/0/default.jpg", OPEN, "full/max/0/default.jpg"],
    ["pct:0,0,100,100/pct:100/360/default.jpg", OPEN, "full/max/0/default.jpg"],
    ["square/300,/90/gray.png", LIMITS, "0,1500,6000,6000/300,300/90/gray.png"],
    ["full/,900/!180/bitonal.webp", LIMITS, "full/600,900/!180/bitonal.webp"],
    ["full/!500,500/0/color.jpg", LIMITS, "full/333,500/0/color.jpg"],
    ["full/pct:10/270/default.jpg", LIMITS, "full/600,900/270/default.jpg"],
    ["5900,8900,512,512/max/0/default.jpg", LIMITS, "5900,8900,100,100/max/0/default.jpg"],
    ["1024,0,1024,1024/512,/0.0/default.jpg", LIMITS, "1024,0,1024,1024/512,512/0/default.jpg"],
    ["0,0,512,512/^256,256/0/default.jpg", LIMITS, "0,0,512,512/256,256/0/default.jpg"],
    ["pct:50,50,50.5,10/max/0/default.jpg", LIMITS, "3000,4500,3000,900/max/0/default.jpg"],
  ])("%s has one canonical form", (path, limits, canonical) => {
    expect(plan(path, IMAGE, limits).canonical).toBe(canonical);
  });

  test.each([
    [400, "region", "-1,0,5,5/max/0/default.jpg"],
    [400, "region", "0,0,0,5/max/0/default.jpg"],
    [400, "region", "0,0,1.5,5/max/0/default.jpg"],
    [400, "region", "pct:0,0,0,50/max/0/default.jpg"],
    [400, "region", "pct:1e9,0,5,5/max/0/default.jpg"],
    [400, "region", "everything/max/0/default.jpg"],
    [400, "region", "9999999999,0,1,1/max/0/default.jpg"],
    [400, "outside", "6000,0,5,5/max/0/default.jpg"],
    [400, "outside", "pct:101,0,5,5/max/0/default.jpg"],
    [400, "size", "full/0,/0/default.jpg"],
    [400, "size", "full/,0/0/default.jpg"],
    [400, "size", "full/!0,9/0/default.jpg"],
    [400, "size", "full/pct:0/0/default.jpg"],
    [400, "size", "full/big/0/default.jpg"],
    [400, "size", "full/full/0/default.jpg"],
    [400, "size", "full/-5,/0/default.jpg"],
    [400, "upscaling", "full/6001,/0/default.jpg"],
    [400, "upscaling", "0,0,100,100/999999999,/0/default.jpg"],
    [400, "upscaling", "full/pct:101/0/default.jpg"],
    [400, "upscaling", "0,0,10,10/5,11/0/default.jpg"],
    [400, "too-large", "full/6000,9000/0/default.jpg"],
    [501, "upscaling", "full/^6001,/0/default.jpg"],
    [501, "upscaling", "0,0,10,10/^max/0/default.jpg"],
    [501, "upscaling", "0,0,10,10/^!20,20/0/default.jpg"],
    [501, "upscaling", "full/^pct:200/0/default.jpg"],
    [400, "rotation", "full/max/361/default.jpg"],
    [400, "rotation", "full/max/-90/default.jpg"],
    [400, "rotation", "full/max/left/default.jpg"],
    [400, "rotation", "full/max/1e2/default.jpg"],
    [501, "rotation", "full/max/45/default.jpg"],
    [501, "rotation", "full/max/0.0001/default.jpg"],
    [400, "quality", "full/max/0/native.jpg"],
    [400, "quality", "full/max/0/.jpg"],
    [400, "format", "full/max/0/default"],
    [400, "format", "full/max/0/default.exe"],
    [400, "format", "full/max/0/default.jpg.png"],
    [501, "format", "full/max/0/default.jp2"],
    [501, "format", "full/max/0/default.pdf"],
  ])("is refused with %i for its %s: %s", (status, reason, path) => {
    expect(ask(path)).toEqual({ status, reason });
  });

  test("for max of a very large picture is cut down to the limit, in proportion", () => {
    const { size } = plan("full/max/0/default.jpg");
    expect(size.width * size.height).toBeLessThanOrEqual(LIMITS.maxArea);
    expect(size.width * size.height).toBeGreaterThan(LIMITS.maxArea * 0.999);
    expect(size.width / size.height).toBeCloseTo(IMAGE.width / IMAGE.height, 3);
  });
});

const image = fc.record({ width: fc.integer({ min: 1, max: 20_000 }), height: fc.integer({ min: 1, max: 20_000 }) });
const int = fc.integer({ min: 0, max: 25_000 }).map(String);
const percent = fc.double({ min: 0, max: 120, noNaN: true }).map((value) => value.toFixed(4));
const region = fc.oneof(
  fc.constantFrom("full", "square"),
  fc.tuple(int, int, int, int).map((parts) => parts.join(",")),
  fc.tuple(percent, percent, percent, percent).map((parts) => `pct:${parts.join(",")}`),
);
const size = fc
  .tuple(
    fc.constantFrom("", "^"),
    fc.oneof(
      fc.constant("max"),
      int.map((width) => `${width},`),
      int.map((height) => `,${height}`),
      fc.tuple(int, int).map((parts) => parts.join(",")),
      fc.tuple(int, int).map((parts) => `!${parts.join(",")}`),
      percent.map((share) => `pct:${share}`),
    ),
  )
  .map((parts) => parts.join(""));
const rotation = fc.constantFrom("0", "90", "180", "270", "!0", "!90");

describe("for any request", () => {
  test("region and size stay inside the picture, the limit, and one pixel or more", () => {
    fc.assert(
      fc.property(image, region, size, rotation, fc.integer({ min: 1, max: 50_000_000 }), (picture, r, s, turn, maxArea) => {
        const result = planImage({ region: r, size: s, rotation: turn, file: "default.jpg" }, picture, { maxArea });
        if (isRefusal(result)) return;
        const { region: box, size: out } = result;
        expect(box.x + box.width).toBeLessThanOrEqual(picture.width);
        expect(box.y + box.height).toBeLessThanOrEqual(picture.height);
        for (const px of [box.width, box.height, out.width, out.height]) {
          expect(Number.isInteger(px) && px >= 1).toBe(true);
        }
        expect(out.width).toBeLessThanOrEqual(box.width);
        expect(out.height).toBeLessThanOrEqual(box.height);
        expect(out.width * out.height).toBeLessThanOrEqual(maxArea);
      }),
      { numRuns: 2000 },
    );
  });

  test("the canonical form means the same picture and is its own canonical form", () => {
    fc.assert(
      fc.property(image, region, size, rotation, (picture, r, s, turn) => {
        const first = planImage({ region: r, size: s, rotation: turn, file: "gray.png" }, picture, LIMITS);
        if (isRefusal(first)) return;
        const second = plan(first.canonical, picture);
        expect(second).toEqual(first);
      }),
      { numRuns: 2000 },
    );
  });

  test("nothing that is typed makes it throw", () => {
    const any = fc.string({ unit: "binary", maxLength: 40 });
    fc.assert(
      fc.property(any, any, any, any, (r, s, turn, file) => {
        const result = planImage({ region: r, size: s, rotation: turn, file }, IMAGE, LIMITS);
        if (isRefusal(result)) expect([400, 501]).toContain(result.status);
      }),
    );
  });
});

describe("info.json", () => {
  test("offers only sizes and tiles that the server then sends", () => {
    fc.assert(
      fc.property(image, (picture) => {
        const info = imageInfo("https://x/iiif/image/3/p", picture, LIMITS) as {
          sizes: { width: number; height: number }[];
          tiles: { scaleFactors: number[] }[];
        };
        for (const { width, height } of info.sizes) plan(`full/${width},${height}/0/default.jpg`, picture);
        for (const factor of info.tiles[0]?.scaleFactors ?? []) {
          const side = TILE_PX * factor;
          const x = Math.floor((picture.width - 1) / side) * side;
          const y = Math.floor((picture.height - 1) / side) * side;
          const [w, h] = [Math.min(side, picture.width - x), Math.min(side, picture.height - y)];
          plan(`${x},${y},${w},${h}/${Math.ceil(w / factor)},${Math.ceil(h / factor)}/0/default.jpg`, picture);
        }
      }),
    );
  });

  test("says what level it is and where it lives", () => {
    expect(imageInfo("https://x/iiif/image/3/p1", IMAGE, LIMITS)).toMatchObject({
      "@context": "http://iiif.io/api/image/3/context.json",
      id: "https://x/iiif/image/3/p1",
      type: "ImageService3",
      protocol: "http://iiif.io/api/image",
      profile: "level2",
      width: 6000,
      height: 9000,
      tiles: [{ width: 512, height: 512, scaleFactors: [1, 2, 4, 8, 16, 32] }],
    });
  });
});
