import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";

/** Odd on purpose: halves of it are no whole numbers, and no tile fits evenly. */
const WIDTH = 1301;
const HEIGHT = 1703;
const PAGE = "p000000000001";
const SERVICE = `/iiif/image/3/${PAGE}`;

let site: PublicSite;
let original: Buffer;

beforeAll(async () => {
  site = await openPublicSite();
  original = await testPicture(WIDTH, HEIGHT);
  await site.publish({ item: "AB.123", pictures: [original] });
});
afterAll(() => site.close());

async function get(path: string, headers: Record<string, string> = {}) {
  return site.server.inject({ url: `${SERVICE}/${path}`, headers });
}

async function pixels(bytes: Buffer) {
  const { data, info } = await sharp(bytes).removeAlpha().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  return { data, ...info };
}

/** Mean absolute difference of two pictures of one size, in grey levels of 255. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [first, second] = [await pixels(a), await pixels(b)];
  expect([second.width, second.height]).toEqual([first.width, first.height]);
  let sum = 0;
  for (let at = 0; at < first.data.length; at += 1) sum += Math.abs((first.data[at] ?? 0) - (second.data[at] ?? 0));
  return sum / first.data.length;
}

describe("a picture", () => {
  // The last figure: what may differ, in grey levels. JPEG costs 0.7; smaller levels were smoothed otherwise, and the
  // last one lacks the odd last column.
  test.each([
    [
      "a region at full size",
      "200,300,500,400/max/0/default.png",
      { left: 200, top: 300, width: 500, height: 400 },
      [500, 400],
      0.1,
    ],
    [
      "a region at half size",
      "256,512,512,512/256,/0/default.png",
      { left: 256, top: 512, width: 512, height: 512 },
      [256, 256],
      0.9,
    ],
    [
      "a region at a third",
      "0,0,1200,1500/400,500/0/default.png",
      { left: 0, top: 0, width: 1200, height: 1500 },
      [400, 500],
      0.9,
    ],
    [
      "the last tile of an odd picture",
      "1024,1536,277,167/139,84/0/default.png",
      { left: 1024, top: 1536, width: 277, height: 167 },
      [139, 84],
      4,
    ],
    [
      "a region by percent",
      "pct:10,20,30,40/max/0/default.png",
      { left: 130, top: 341, width: 390, height: 681 },
      [390, 681],
      0.1,
    ],
    ["the middle square", "square/325,/0/default.png", { left: 0, top: 201, width: 1301, height: 1301 }, [325, 325], 3.2],
    ["the whole, small", "full/!300,300/0/default.png", { left: 0, top: 0, width: WIDTH, height: HEIGHT }, [229, 300], 3.2],
    ["a region, squeezed", "0,0,800,800/200,400/0/default.png", { left: 0, top: 0, width: 800, height: 800 }, [200, 400], 0.9],
  ])("shows %s as sharp cuts it from the original", async (_what, path, box, [width = 0, height = 0], tolerance) => {
    const reply = await get(path);
    expect(reply.statusCode).toBe(200);
    const expected = await sharp(original).extract(box).resize(width, height, { fit: "fill" }).png().toBuffer();
    const same = await difference(expected, reply.rawPayload);
    expect(same).toBeLessThan(tolerance);
    // One pixel beside is seen: the measure is fine enough to mean something.
    const part = (bytes: Buffer, left: number): Promise<Buffer> =>
      sharp(bytes)
        .extract({ left, top: 0, width: width - 1, height })
        .png()
        .toBuffer();
    if (tolerance < 4)
      expect(await difference(await part(expected, 1), await part(reply.rawPayload, 0))).toBeGreaterThan(same + 0.9);
  });

  test.each([90, 180, 270])("is turned clockwise by %i degrees after resizing", async (degrees) => {
    const reply = await get(`100,100,600,300/300,/${degrees}/default.png`);
    const sized = await sharp(original)
      .extract({ left: 100, top: 100, width: 600, height: 300 })
      .resize(300, 150)
      .png()
      .toBuffer();
    const expected = await sharp(sized).rotate(degrees).png().toBuffer();
    expect(await difference(expected, reply.rawPayload)).toBeLessThan(0.9);
  });

  test("is mirrored before it is turned", async () => {
    const reply = await get("100,100,600,300/300,/!90/default.png");
    const sized = await sharp(original)
      .extract({ left: 100, top: 100, width: 600, height: 300 })
      .resize(300, 150)
      .png()
      .toBuffer();
    const expected = await sharp(await sharp(sized).flop().png().toBuffer())
      .rotate(90)
      .png()
      .toBuffer();
    expect(await difference(expected, reply.rawPayload)).toBeLessThan(0.9);
  });

  test("has one channel in gray and two values in bitonal", async () => {
    expect((await sharp((await get("full/200,/0/gray.jpg")).rawPayload).metadata()).channels).toBe(1);
    const { data } = await pixels((await get("full/200,/0/bitonal.png")).rawPayload);
    expect(new Set(data)).toEqual(new Set([0, 255]));
  });

  test.each([
    ["jpg", "image/jpeg", "ffd8ff"],
    ["png", "image/png", "89504e47"],
    ["webp", "image/webp", Buffer.from("RIFF").toString("hex")],
  ])("comes as %s with its media type", async (extension, mediaType, beginning) => {
    const reply = await get(`full/100,/0/default.${extension}`);
    expect(reply.headers["content-type"]).toBe(mediaType);
    // By its first bytes: the server's process opens scans only, and no WebP.
    expect(reply.rawPayload.toString("hex").startsWith(beginning)).toBe(true);
  });

  test("is the same for every spelling of the request, which names the canonical one", async () => {
    const one = await get("0,0,1301,1703/pct:100/0/default.jpg");
    const other = await get("full/%6dax/360/default.jpg");
    expect(one.rawPayload.equals(other.rawPayload)).toBe(true);
    expect(one.headers.link).toContain(`<https://so.thuvien.vn${SERVICE}/full/max/0/default.jpg>;rel="canonical"`);
    expect(one.headers.etag).toBe(other.headers.etag);
  });

  test("is not sent again to a reader who has it", async () => {
    const first = await get("full/100,/0/default.jpg");
    const again = await get("full/100,/0/default.jpg", { "if-none-match": `W/"x", ${String(first.headers.etag)}` });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
    const other = await get("full/101,/0/default.jpg", { "if-none-match": String(first.headers.etag) });
    expect(other.statusCode).toBe(200);
  });

  test("can be asked for by HEAD", async () => {
    const reply = await site.server.inject({ method: "HEAD", url: `${SERVICE}/full/100,/0/default.jpg` });
    expect([reply.statusCode, reply.rawPayload.length]).toEqual([200, 0]);
    expect(Number(reply.headers["content-length"])).toBeGreaterThan(500);
  });
});

describe("the image service", () => {
  test.each([
    [400, "full/max/0/default"],
    [400, "full/max/0/default.exe"],
    [400, "full/max/361/default.jpg"],
    [400, "full/0,/0/default.jpg"],
    [400, "full/999999999,/0/default.jpg"],
    [400, "5000,0,10,10/max/0/default.jpg"],
    [400, "-1,0,10,10/max/0/default.jpg"],
    [400, "pct:1e9,0,1,1/max/0/default.jpg"],
    [400, "full/max"],
    [400, "full/max/0/default.jpg/more"],
    [400, "full/max/0/default.jpg%00"],
    [501, "full/max/45/default.jpg"],
    [400, "full/^50000,/0/default.jpg"],
    [501, "full/max/0/default.tif"],
  ])("answers %i with a sentence to %s", async (status, path) => {
    const reply = await get(path, { "accept-language": "en" });
    expect(reply.statusCode).toBe(status);
    expect(reply.headers["access-control-allow-origin"]).toBe("*");
    expect(reply.json().error.message.length).toBeGreaterThan(30);
  });

  test("says it in Vietnamese unless asked otherwise", async () => {
    expect((await get("full/max/45/default.jpg")).json().error.message).toContain("Góc quay");
    expect((await get("full/max/45/default.jpg", { "accept-language": "fr, en;q=0.5" })).json().error.message).toContain(
      "rotations",
    );
  });

  test("leads from its base to info.json", async () => {
    for (const url of [SERVICE, `${SERVICE}/`]) {
      const reply = await site.server.inject({ url });
      expect([reply.statusCode, reply.headers.location]).toEqual([303, `https://so.thuvien.vn${SERVICE}/info.json`]);
    }
  });

  test("describes itself as JSON-LD, and as JSON to those who ask for that", async () => {
    const info = await get("info.json", { accept: "*/*" });
    expect(info.headers["content-type"]).toBe('application/ld+json;profile="http://iiif.io/api/image/3/context.json"');
    expect(info.headers["access-control-allow-origin"]).toBe("*");
    expect(info.headers.link).toBe('<http://iiif.io/api/image/3/level2.json>;rel="profile"');
    expect(info.json()).toMatchObject({ id: `https://so.thuvien.vn${SERVICE}`, width: WIDTH, height: HEIGHT, profile: "level2" });
    const plain = await get("info.json", { accept: "application/json" });
    expect(plain.headers["content-type"]).toContain("application/json");
  });

  test("answers a viewer's preflight from any origin", async () => {
    const reply = await site.server.inject({ method: "OPTIONS", url: `${SERVICE}/info.json` });
    expect([reply.statusCode, reply.headers["access-control-allow-origin"]]).toEqual([204, "*"]);
  });

  test("sends every size and every tile that info.json offers, in the size asked for", async () => {
    const info = (await get("info.json")).json();
    const asked: [path: string, width: number, height: number][] = info.sizes.map(
      ({ width, height }: { width: number; height: number }) => [`full/${width},${height}/0/default.jpg`, width, height],
    );
    const side = info.tiles[0].width;
    for (const factor of info.tiles[0].scaleFactors) {
      const step = side * factor;
      for (let y = 0; y < HEIGHT; y += step) {
        for (let x = 0; x < WIDTH; x += step) {
          const [w, h] = [Math.min(step, WIDTH - x), Math.min(step, HEIGHT - y)];
          const [width, height] = [Math.ceil(w / factor), Math.ceil(h / factor)];
          asked.push([`${x},${y},${w},${h}/${width},${height}/0/default.jpg`, width, height]);
        }
      }
    }
    expect(asked.length).toBeGreaterThan(15);
    for (const [path, width, height] of asked) {
      const reply = await get(path);
      expect(reply.statusCode, path).toBe(200);
      expect(await sharp(reply.rawPayload).metadata()).toMatchObject({ width, height });
    }
  });
});
