/** Every form of request of Image API 3.0 and 2.1, answered from an access picture as the stage makes it; pixels compared. */
import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bufferSource } from "../../formats/byte-source.ts";
import { type PyramidLevel, readPyramid } from "../../formats/tiff-pyramid.ts";
import { accessImage } from "../../stages/access-image.ts";
import { recordOf } from "../fixtures/book.ts";
import { openPublicSite, type PublicSite } from "../fixtures/public-site.ts";
import { StageFiles } from "../fixtures/stage-files.ts";

/** Odd on purpose: no half of it is a whole number, and no tile fits evenly. */
const [WIDTH, HEIGHT] = [1301, 1703];
const PAGE = "p000000000001";
const TILE_PX = 512;

let site: PublicSite;
let original: Buffer;
let access: Buffer;
let levels: readonly PyramidLevel[];

beforeAll(async () => {
  site = await openPublicSite();
  original = await blocks();
  access = await accessOf(original);
  levels = await readPyramid(bufferSource(access));
  await site.publish({ item: "AB.123", pictures: [original], accessPictures: [access] });
});
afterAll(() => site.close());

/** Blocks as light or dark as chance has it, faintly coloured: no part of it looks like another, none like its mirror. */
function blocks(): Promise<Buffer> {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const light = 25 + ((Math.imul(Math.floor(x / 48) * 92_821 + Math.floor(y / 48) * 68_917 + 11, 2_654_435_761) >>> 8) % 190);
      const at = (y * WIDTH + x) * 3;
      data[at] = light + Math.round((25 * x) / WIDTH);
      data[at + 1] = light;
      data[at + 2] = light - Math.round((20 * y) / HEIGHT);
    }
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}

async function accessOf(clean: Buffer): Promise<Buffer> {
  const files = await StageFiles.create();
  const outputs = { access: files.output("access"), thumbnail: files.output("thumbnail") };
  await accessImage.run({
    inputs: { clean: await files.input("image/clean", clean) },
    outputs,
    scratch: files.folder,
    params: accessImage.params.parse({}),
    signal: new AbortController().signal,
  });
  return readFile(outputs.access);
}

function get(version: 2 | 3, path: string, method: "GET" | "HEAD" = "GET") {
  return site.server.inject({ method, url: `/iiif/image/${version}/${PAGE}/${path}`, headers: { "accept-language": "en" } });
}

/** Mean absolute difference in grey levels of 255; sizes must be equal. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const read = (bytes: Buffer) =>
    sharp(bytes, { failOn: "warning" }).removeAlpha().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  const [a, b] = [await read(one), await read(other)];
  expect([b.info.width, b.info.height]).toEqual([a.info.width, a.info.height]);
  let sum = 0;
  for (let at = 0; at < a.data.length; at += 1) sum += Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0));
  return sum / a.data.length;
}

type Box = readonly [left: number, top: number, width: number, height: number];
const WHOLE: Box = [0, 0, WIDTH, HEIGHT];

/** What should come: a box of the original in a size, in sharp's own words. */
async function expected([left, top, width, height]: Box, [w, h]: readonly [number, number], then: readonly Then[] = []) {
  let bytes = await sharp(original).extract({ left, top, width, height }).resize(w, h, { fit: "fill" }).png().toBuffer();
  for (const step of then) bytes = await step(sharp(bytes)).png().toBuffer();
  return bytes;
}

type Then = (picture: Sharp) => Sharp;
const turned =
  (degrees: number): Then =>
  (picture) =>
    picture.rotate(degrees);
const mirrored: Then = (picture) => picture.flop();
const gray: Then = (picture) => picture.grayscale();
const bitonal: Then = (picture) => picture.grayscale().threshold(128);

type Row = readonly [path: string, box: Box, size: readonly [number, number], then?: readonly Then[]];

/** Forms that mean the same in both versions. */
const BOTH: readonly Row[] = [
  ["full/max/0/default.jpg", WHOLE, [WIDTH, HEIGHT]],
  ["square/max/0/default.jpg", [0, 201, 1301, 1301], [1301, 1301]],
  ["100,200,300,400/max/0/default.jpg", [100, 200, 300, 400], [300, 400]],
  ["1200,1600,900,900/max/0/default.jpg", [1200, 1600, 101, 103], [101, 103]],
  ["pct:10,20,30,40/max/0/default.jpg", [130, 341, 390, 681], [390, 681]],
  ["pct:10.5,20.25,30.5,40/max/0/default.jpg", [137, 345, 397, 681], [397, 681]],
  ["full/300,/0/default.jpg", WHOLE, [300, 393]],
  ["full/,400/0/default.jpg", WHOLE, [306, 400]],
  ["full/pct:25/0/default.jpg", WHOLE, [325, 426]],
  ["full/pct:33.3/0/default.jpg", WHOLE, [433, 567]],
  ["full/200,400/0/default.jpg", WHOLE, [200, 400]],
  ["full/!300,300/0/default.jpg", WHOLE, [229, 300]],
  ["512,512,512,512/256,256/0/default.jpg", [512, 512, 512, 512], [256, 256]],
  ["0,0,600,300/300,/0/default.jpg", [0, 0, 600, 300], [300, 150]],
  ["0,0,600,300/300,/90/default.jpg", [0, 0, 600, 300], [300, 150], [turned(90)]],
  ["0,0,600,300/300,/180/default.jpg", [0, 0, 600, 300], [300, 150], [turned(180)]],
  ["0,0,600,300/300,/270/default.jpg", [0, 0, 600, 300], [300, 150], [turned(270)]],
  ["0,0,600,300/300,/360/default.jpg", [0, 0, 600, 300], [300, 150]],
  ["0,0,600,300/300,/0.0/default.jpg", [0, 0, 600, 300], [300, 150]],
  ["0,0,600,300/300,/!0/default.jpg", [0, 0, 600, 300], [300, 150], [mirrored]],
  ["0,0,600,300/300,/!90/default.jpg", [0, 0, 600, 300], [300, 150], [mirrored, turned(90)]],
  ["0,0,600,300/300,/!180/default.jpg", [0, 0, 600, 300], [300, 150], [mirrored, turned(180)]],
  ["0,0,600,300/300,/!270/default.jpg", [0, 0, 600, 300], [300, 150], [mirrored, turned(270)]],
  ["0,0,600,600/max/0/color.jpg", [0, 0, 600, 600], [600, 600]],
  ["0,0,600,600/max/0/gray.jpg", [0, 0, 600, 600], [600, 600], [gray]],
  ["0,0,512,512/512,512/0/gray.jpg", [0, 0, 512, 512], [512, 512], [gray]],
  ["0,0,600,600/max/0/bitonal.png", [0, 0, 600, 600], [600, 600], [bitonal]],
  ["0,0,600,600/300,/0/default.png", [0, 0, 600, 600], [300, 300]],
  ["0,0,600,600/300,/!90/gray.png", [0, 0, 600, 600], [300, 300], [gray, mirrored, turned(90)]],
];

const ONLY_3: readonly Row[] = [
  ["0,0,200,100/^400,/0/default.png", [0, 0, 200, 100], [400, 200]],
  ["0,0,200,100/^,300/0/default.png", [0, 0, 200, 100], [600, 300]],
  ["0,0,200,100/^pct:150/0/default.png", [0, 0, 200, 100], [300, 150]],
  ["0,0,200,100/^300,300/0/default.png", [0, 0, 200, 100], [300, 300]],
  ["0,0,200,100/^!500,500/0/default.png", [0, 0, 200, 100], [500, 250]],
  ["0,0,200,100/!500,500/0/default.png", [0, 0, 200, 100], [200, 100]],
  ["0,0,200,100/^100,/0/default.png", [0, 0, 200, 100], [100, 50]],
];

const ONLY_2: readonly Row[] = [
  ["full/full/0/default.jpg", WHOLE, [WIDTH, HEIGHT]],
  ["100,200,300,400/full/0/default.jpg", [100, 200, 300, 400], [300, 400]],
  ["0,0,200,100/400,/0/default.png", [0, 0, 200, 100], [400, 200]],
  ["0,0,200,100/pct:150/0/default.png", [0, 0, 200, 100], [300, 150]],
  ["0,0,200,100/!500,500/0/default.png", [0, 0, 200, 100], [500, 250]],
];

interface Form {
  readonly version: 2 | 3;
  readonly path: string;
  readonly box: Box;
  readonly size: readonly [number, number];
  readonly then: readonly Then[];
}

const formsOf = (version: 2 | 3, rows: readonly Row[]): readonly Form[] =>
  rows.map(([path, box, size, then = []]) => ({ version, path, box, size, then }));
const FORMS = [...formsOf(3, [...BOTH, ...ONLY_3]), ...formsOf(2, [...BOTH, ...ONLY_2])];

/** Grey levels by which pictures may differ on the average: JPEG, and levels that were smoothed otherwise. */
const TOLERANCE = 4.5;

describe("every form of request", () => {
  test.each(FORMS)("of version $version, $path, shows the pixels that it names", async ({ version, path, box, size, then }) => {
    const reply = await get(version, path);
    expect(reply.statusCode).toBe(200);
    expect(await difference(await expected(box, size, then), reply.rawPayload)).toBeLessThan(TOLERANCE);
    // The measure is fine enough to mean something: the part of the page beside it is not taken for it.
    const [left, top, width, height] = box;
    const beside: Box = left + width + 20 <= WIDTH ? [left + 20, top, width, height] : [left - 20, top, width, height];
    const other: Box = left + width + 20 > WIDTH && left < 20 ? [20, top, width - 20, height] : beside;
    expect(await difference(await expected(other, size, then), reply.rawPayload)).toBeGreaterThan(2 * TOLERANCE);
  });

  test.each([2, 3] as const)("of version %i names its canonical form and its profile", async (version) => {
    const reply = await get(version, "0,0,1301,1703/300,393/360/default.jpg");
    const canonical = version === 3 ? "full/300,393/0/default.jpg" : "full/300,/0/default.jpg";
    const service = `https://so.thuvien.vn/iiif/image/${version}/${PAGE}`;
    expect(reply.headers.link).toBe(
      `<${service}/${canonical}>;rel="canonical",<http://iiif.io/api/image/${version}/level2.json>;rel="profile"`,
    );
    expect((await get(version, canonical)).rawPayload.equals(reply.rawPayload)).toBe(true);
  });

  test.each([
    [2, 400, "full/^300,/0/default.jpg"],
    [2, 400, "full/^50000,/0/default.jpg"],
    [2, 501, "full/50000,/0/default.jpg"],
    [3, 400, "full/^50000,/0/default.jpg"],
    [3, 400, "full/full/0/default.jpg"],
    [3, 400, "0,0,200,100/400,/0/default.jpg"],
    ...([2, 3] as const).flatMap((version) => [
      [version, 400, "full/0,0/0/default.jpg"] as const,
      [version, 400, "full/0,/0/default.jpg"] as const,
      [version, 400, "full/pct:0/0/default.jpg"] as const,
      [version, 400, "0,0,0,10/max/0/default.jpg"] as const,
      [version, 400, "1301,0,10,10/max/0/default.jpg"] as const,
      [version, 400, "pct:100,0,10,10/max/0/default.jpg"] as const,
      [version, 400, "square,/max/0/default.jpg"] as const,
      [version, 400, "%F0%A1%A8%B8/max/0/default.jpg"] as const,
      [version, 400, "full/max/0/default.exe"] as const,
      [version, 400, "full/max/0/%00.jpg"] as const,
      [version, 400, "full/max/400/default.jpg"] as const,
      [version, 501, "full/max/45/default.jpg"] as const,
      [version, 501, "full/max/0/default.jp2"] as const,
    ]),
  ] as const)("of version %i that cannot be answered gets %i: %s", async (version, status, path) => {
    const reply = await get(version, path);
    expect(reply.statusCode).toBe(status);
    expect(reply.headers["access-control-allow-origin"]).toBe("*");
    expect(reply.json().error.message.length).toBeGreaterThan(30);
  });
});

describe("the service of version 2", () => {
  const service = `/iiif/image/2/${PAGE}`;

  test("leads from its base to info.json", async () => {
    for (const url of [service, `${service}/`]) {
      const reply = await site.server.inject({ url });
      expect([reply.statusCode, reply.headers.location]).toEqual([303, `https://so.thuvien.vn${service}/info.json`]);
    }
  });

  test("describes itself as JSON, and as JSON-LD to those who ask for that", async () => {
    const plain = await site.server.inject({ url: `${service}/info.json`, headers: { accept: "*/*" } });
    expect(plain.headers["content-type"]).toContain("application/json");
    expect(plain.headers.link).toContain("http://iiif.io/api/image/2/context.json");
    expect(plain.headers.link).toContain('<http://iiif.io/api/image/2/level2.json>;rel="profile"');
    expect(plain.json()).toMatchObject({ "@id": `https://so.thuvien.vn${service}`, width: WIDTH, height: HEIGHT });
    const linked = await site.server.inject({ url: `${service}/info.json`, headers: { accept: "application/ld+json" } });
    expect(linked.headers["content-type"]).toBe("application/ld+json");
    expect(linked.headers.etag).toBe(plain.headers.etag);
  });

  test.each(["..", "%2e%2e", "%00", "p00000000000g", "%F0%AA%9A%A5", "p".repeat(4096)])(
    "finds nothing under the identifier %s",
    async (id) => {
      for (const path of ["info.json", "full/max/0/default.jpg"]) {
        expect([400, 404]).toContain((await site.server.inject({ url: `/iiif/image/2/${id}/${path}` })).statusCode);
      }
    },
  );
});

/** All tiles that `info.json` offers, with the level and the index under which they are stored. */
function offeredTiles(): readonly { path: string; level: PyramidLevel; index: number }[] {
  return levels.flatMap((level) => {
    const step = TILE_PX * level.factor;
    const tiles: { path: string; level: PyramidLevel; index: number }[] = [];
    for (let y = 0; y < HEIGHT; y += step) {
      for (let x = 0; x < WIDTH; x += step) {
        const [w, h] = [Math.min(step, WIDTH - x), Math.min(step, HEIGHT - y)];
        const size = `${Math.ceil(w / level.factor)},${Math.ceil(h / level.factor)}`;
        tiles.push({ path: `${x},${y},${w},${h}/${size}/0/default.jpg`, level, index: tiles.length });
      }
    }
    return tiles;
  });
}

describe("a tile", () => {
  test("is sent as it is stored, at the edges too: no tile that info.json offers is decoded", async () => {
    const info = (await get(3, "info.json")).json();
    expect(info.tiles).toEqual([{ width: TILE_PX, height: TILE_PX, scaleFactors: [1, 2, 4] }]);
    expect(offeredTiles()).toHaveLength(12 + 4 + 1);
    for (const { path, level, index } of offeredTiles()) {
      const { rawPayload } = await get(3, path);
      const tiles = level.tiles;
      const cut = tiles?.cut.get(index);
      const start = cut ? cut.offset : (tiles?.offsets[index] ?? 0) + 2;
      const stored = access.subarray(start, cut ? start + cut.bytes : start + (tiles?.byteCounts[index] ?? 0) - 2);
      expect(stored.length, path).toBeGreaterThan(1000);
      expect(rawPayload.subarray(-stored.length).equals(stored), path).toBe(true);
    }
  });

  test("shows its part of the page, in the size asked for", async () => {
    for (const { path } of offeredTiles()) {
      const [box = "", size = ""] = path.split("/");
      const [x = 0, y = 0, w = 0, h = 0] = box.split(",").map(Number);
      const [width = 0, height = 0] = size.split(",").map(Number);
      const { rawPayload, headers } = await get(2, path);
      expect(headers["content-type"]).toBe("image/jpeg");
      expect(await difference(await expected([x, y, w, h], [width, height]), rawPayload), path).toBeLessThan(TOLERANCE);
    }
  });

  test("costs HEAD nothing but its length", async () => {
    const [head, whole] = [
      await get(3, "0,0,512,512/512,512/0/default.jpg", "HEAD"),
      await get(3, "0,0,512,512/512,512/0/default.jpg"),
    ];
    expect([head.statusCode, head.rawPayload.length]).toEqual([200, 0]);
    expect(Number(head.headers["content-length"])).toBe(whole.rawPayload.length);
  });

  test("is gone as soon as its book is no longer public, and back with it", async () => {
    const other = await openPublicSite();
    const published = { item: "AB.1", pictures: [original], accessPictures: [access] };
    await other.publish(published);
    const url = `/iiif/image/3/${PAGE}/0,0,512,512/512,512/0/default.jpg`;
    const status = async (): Promise<number> => (await other.server.inject({ url })).statusCode;
    expect([await status(), await status()]).toEqual([200, 200]);
    await other.setRecord("AB.1", recordOf({ shelfmark: "AB.1", access: "internal" }));
    expect(await status()).toBe(404);
    await other.setRecord("AB.1", recordOf({ shelfmark: "AB.1", access: "public", summary: "again" }));
    expect(await status()).toBe(200);
    await other.close();
  });
});
