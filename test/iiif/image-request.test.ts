import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRefusal } from "../../iiif/image/refusal.ts";
import type { ImageVersion } from "../../iiif/image/size.ts";
import { imageInfo } from "../../iiif/image-info.ts";
import { type ImagePlan, planImage } from "../../iiif/image-request.ts";

const IMAGE = { width: 6000, height: 9000 };
const LIMITS = { maxSide: 16_000, maxArea: 36_000_000 };
const OPEN = { maxSide: 1e9, maxArea: 1e12 };

function ask(path: string, image = IMAGE, limits = LIMITS, version: ImageVersion = 3) {
  const [region = "", size = "", rotation = "", file = ""] = path.split("/");
  return planImage({ region, size, rotation, file }, image, limits, version);
}

function plan(path: string, image = IMAGE, limits = LIMITS, version: ImageVersion = 3): ImagePlan {
  const result = ask(path, image, limits, version);
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
    ["0,0,300,400/^600,/0/default.jpg", LIMITS, "0,0,300,400/^600,800/0/default.jpg"],
    ["0,0,300,400/^,200/0/default.jpg", LIMITS, "0,0,300,400/150,200/0/default.jpg"],
    ["0,0,300,400/^pct:200/0/default.jpg", LIMITS, "0,0,300,400/^600,800/0/default.jpg"],
    ["0,0,300,400/^!900,900/0/default.jpg", LIMITS, "0,0,300,400/^675,900/0/default.jpg"],
    ["0,0,10,20/^5,40/0/default.jpg", LIMITS, "0,0,10,20/^5,40/0/default.jpg"],
    ["0,0,10,10/^max/0/default.jpg", LIMITS, "0,0,10,10/^max/0/default.jpg"],
    ["0,0,10,10/^6000,6000/0/default.jpg", LIMITS, "0,0,10,10/^max/0/default.jpg"],
    ["full/^max/0/default.jpg", LIMITS, "full/max/0/default.jpg"],
  ])("of version 3, %s, has one canonical form", (path, limits, canonical) => {
    expect(plan(path, IMAGE, limits).canonical).toBe(canonical);
  });

  test.each([
    ["full/full/0/default.jpg", OPEN, "full/full/0/default.jpg"],
    ["full/max/0/default.jpg", OPEN, "full/full/0/default.jpg"],
    ["full/max/0/default.jpg", LIMITS, "full/4898,7348/0/default.jpg"],
    ["pct:0,0,100,100/pct:100/360/default.jpg", OPEN, "full/full/0/default.jpg"],
    ["square/300,/90/gray.png", LIMITS, "0,1500,6000,6000/300,/90/gray.png"],
    ["full/,900/!180/bitonal.webp", LIMITS, "full/600,/!180/bitonal.webp"],
    ["full/600,900/0/default.jpg", LIMITS, "full/600,/0/default.jpg"],
    ["full/600,901/0/default.jpg", LIMITS, "full/600,901/0/default.jpg"],
    ["full/!500,500/0/color.jpg", LIMITS, "full/333,/0/color.jpg"],
    ["0,0,300,400/600,/0/default.jpg", LIMITS, "0,0,300,400/600,/0/default.jpg"],
    ["0,0,300,400/!900,900/0/default.jpg", LIMITS, "0,0,300,400/675,/0/default.jpg"],
    ["0,0,300,400/pct:150/0/default.jpg", LIMITS, "0,0,300,400/450,/0/default.jpg"],
  ])("of version 2, %s, has one canonical form", (path, limits, canonical) => {
    expect(plan(path, IMAGE, limits, 2).canonical).toBe(canonical);
  });

  test.each([
    [400, "size", "full/^600,/0/default.jpg"],
    [400, "size", "full/^50000,/0/default.jpg"],
    [400, "size", "full/^max/0/default.jpg"],
    [400, "size", "full/0,/0/default.jpg"],
    [501, "too-large", "full/full/0/default.jpg"],
    [501, "too-large", "full/50000,/0/default.jpg"],
    [501, "too-large", "0,0,10,10/16001,1/0/default.jpg"],
    [501, "rotation", "full/max/22.5/default.jpg"],
    [501, "format", "full/max/0/default.gif"],
    [400, "quality", "full/max/0/native.jpg"],
  ])("of version 2 is refused with %i for its %s: %s", (status, reason, path) => {
    expect(ask(path, IMAGE, LIMITS, 2)).toEqual({ status, reason });
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
    [400, "too-large", "full/^50000,/0/default.jpg"],
    [400, "too-large", "full/^6001,/0/default.jpg"],
    [400, "too-large", "0,0,10,10/^16001,1/0/default.jpg"],
    [400, "too-large", "full/^pct:200/0/default.jpg"],
    [400, "size", "full/^/0/default.jpg"],
    [400, "size", "full/^0,/0/default.jpg"],
    [400, "size", "full/^^600,/0/default.jpg"],
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
      fc.constantFrom("max", "full"),
      int.map((width) => `${width},`),
      int.map((height) => `,${height}`),
      fc.tuple(int, int).map((parts) => parts.join(",")),
      fc.tuple(int, int).map((parts) => `!${parts.join(",")}`),
      percent.map((share) => `pct:${share}`),
    ),
  )
  .map((parts) => parts.join(""));
const rotation = fc.constantFrom("0", "90", "180", "270", "!0", "!90");
const version = fc.constantFrom<ImageVersion>(2, 3);
const limits = fc.record({ maxSide: fc.integer({ min: 1, max: 30_000 }), maxArea: fc.integer({ min: 1, max: 50_000_000 }) });

describe("for any request", () => {
  test("region and size stay inside the picture, the limit, and one pixel or more", () => {
    fc.assert(
      fc.property(image, region, size, rotation, version, limits, (picture, r, s, turn, v, limit) => {
        const result = planImage({ region: r, size: s, rotation: turn, file: "default.jpg" }, picture, limit, v);
        if (isRefusal(result)) return;
        const { region: box, size: out } = result;
        expect(box.x + box.width).toBeLessThanOrEqual(picture.width);
        expect(box.y + box.height).toBeLessThanOrEqual(picture.height);
        for (const px of [box.width, box.height, out.width, out.height]) {
          expect(Number.isInteger(px) && px >= 1).toBe(true);
        }
        if (v === 3 && !s.startsWith("^")) {
          expect(out.width).toBeLessThanOrEqual(box.width);
          expect(out.height).toBeLessThanOrEqual(box.height);
        }
        expect(Math.max(out.width, out.height)).toBeLessThanOrEqual(limit.maxSide);
        expect(out.width * out.height).toBeLessThanOrEqual(limit.maxArea);
      }),
      { numRuns: 2000 },
    );
  });

  test("the canonical form means the same picture and is its own canonical form", () => {
    fc.assert(
      fc.property(image, region, size, rotation, version, limits, (picture, r, s, turn, v, limit) => {
        const first = planImage({ region: r, size: s, rotation: turn, file: "gray.png" }, picture, limit, v);
        if (isRefusal(first)) return;
        const second = plan(first.canonical, picture, limit, v);
        expect(second).toEqual(first);
      }),
      { numRuns: 2000 },
    );
  });

  test("nothing that is typed makes it throw", () => {
    const any = fc.string({ unit: "binary", maxLength: 40 });
    fc.assert(
      fc.property(any, any, any, any, version, (r, s, turn, file, v) => {
        const result = planImage({ region: r, size: s, rotation: turn, file }, IMAGE, LIMITS, v);
        if (isRefusal(result)) expect([400, 501]).toContain(result.status);
      }),
    );
  });
});

const TILE_PX = 512;
const FACTORS = [1, 2, 4, 8, 16, 32];

describe("info.json", () => {
  test("offers only sizes and tiles that the server then sends", () => {
    fc.assert(
      fc.property(image, version, (picture, v) => {
        const described = { ...picture, tileSide: TILE_PX, scaleFactors: FACTORS };
        const info = imageInfo("https://x/iiif/image/3/p", described, LIMITS, v) as {
          sizes: { width: number; height: number }[];
          tiles: { scaleFactors: number[] }[];
        };
        for (const { width, height } of info.sizes) plan(`full/${width},${height}/0/default.jpg`, picture, LIMITS, v);
        for (const factor of info.tiles[0]?.scaleFactors ?? []) {
          const side = TILE_PX * factor;
          const x = Math.floor((picture.width - 1) / side) * side;
          const y = Math.floor((picture.height - 1) / side) * side;
          const [w, h] = [Math.min(side, picture.width - x), Math.min(side, picture.height - y)];
          plan(`${x},${y},${w},${h}/${Math.ceil(w / factor)},${Math.ceil(h / factor)}/0/default.jpg`, picture, LIMITS, v);
        }
      }),
    );
  });

  const described = { ...IMAGE, tileSide: 256, scaleFactors: [1, 2, 4] };
  const tiles = [{ width: 256, height: 256, scaleFactors: [1, 2, 4] }];
  const sizes = [
    { width: 1500, height: 2250 },
    { width: 3000, height: 4500 },
  ];
  const most = { maxWidth: 16_000, maxHeight: 16_000, maxArea: 36_000_000 };

  test("of version 3 says what level it is and where it lives", () => {
    expect(imageInfo("https://x/iiif/image/3/p1", described, LIMITS, 3)).toEqual({
      "@context": "http://iiif.io/api/image/3/context.json",
      id: "https://x/iiif/image/3/p1",
      type: "ImageService3",
      protocol: "http://iiif.io/api/image",
      profile: "level2",
      ...IMAGE,
      sizes,
      tiles,
      ...most,
      preferredFormats: ["jpg"],
      extraQualities: ["color", "gray", "bitonal"],
      extraFormats: ["webp"],
      extraFeatures: ["canonicalLinkHeader", "mirroring", "profileLinkHeader", "sizeUpscaling"],
    });
  });

  test("of version 2 has its profile as a document and a description", () => {
    expect(imageInfo("https://x/iiif/image/2/p1", described, LIMITS, 2)).toEqual({
      "@context": "http://iiif.io/api/image/2/context.json",
      "@id": "https://x/iiif/image/2/p1",
      protocol: "http://iiif.io/api/image",
      ...IMAGE,
      sizes,
      tiles,
      profile: [
        "http://iiif.io/api/image/2/level2.json",
        {
          formats: ["webp"],
          qualities: ["color", "gray", "bitonal"],
          supports: ["canonicalLinkHeader", "mirroring", "profileLinkHeader", "regionSquare", "sizeAboveFull"],
          ...most,
        },
      ],
    });
  });
});
