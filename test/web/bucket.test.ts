import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openS3Store } from "../../pipeline/store/s3.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";
import { hasS3, S3 } from "../services.ts";

const PAGE = "p000000000001";

describe.skipIf(!hasS3)("a book in a real bucket", () => {
  let inBucket: PublicSite;
  let inMemory: PublicSite;
  const both = async (path: string, headers: Record<string, string> = {}) => {
    const replies = [];
    for (const site of [inBucket, inMemory]) replies.push(await site.server.inject({ url: path, headers }));
    return replies;
  };

  beforeAll(async () => {
    const store = await openS3Store({ ...S3, bucket: `sohoa-test-${randomBytes(4).toString("hex")}` });
    inBucket = await openPublicSite(undefined, undefined, store);
    inMemory = await openPublicSite();
    const pictures = [await testPicture(1301, 1703)];
    for (const site of [inBucket, inMemory]) await site.publish({ item: "AB.123", pictures });
  }, 60_000);
  afterAll(async () => {
    await inBucket.close();
    await inMemory.close();
  });

  test.each([
    ["a stored tile", `/iiif/image/3/${PAGE}/256,512,256,256/256,256/0/default.jpg`],
    ["a tile of a smaller level", `/iiif/image/3/${PAGE}/0,0,512,512/256,256/0/default.jpg`],
    ["a part in a size of its own", `/iiif/image/3/${PAGE}/100,200,700,500/350,/0/default.png`],
    ["a turned picture by version 2", `/iiif/image/2/${PAGE}/full/200,/90/default.jpg`],
    ["its description", `/iiif/image/3/${PAGE}/info.json`],
    ["its small picture", `/items/AB.123/thumbnails/${PAGE}`],
    ["its manifest", "/iiif/3/items/AB.123/manifest"],
  ])("gives %s byte for byte as one in memory does, the first time and again", async (_what, path) => {
    for (const _time of [1, 2]) {
      const [fromBucket, fromMemory] = await both(path);
      expect(fromBucket?.statusCode).toBe(200);
      expect(fromBucket?.rawPayload).toEqual(fromMemory?.rawPayload);
      expect(fromBucket?.headers["etag"]).toBe(fromMemory?.headers["etag"]);
    }
  });

  test("gives a picture that can be opened", async () => {
    const [reply] = await both(`/iiif/image/3/${PAGE}/1280,1536,21,167/21,167/0/default.jpg`);
    expect(await sharp(reply?.rawPayload).metadata()).toMatchObject({ format: "jpeg", width: 21, height: 167 });
  });

  test("gives a part of its PDF by a ranged read of the bucket", async () => {
    const [part] = await both("/items/AB.123/pdf", { range: "bytes=5-12" });
    expect([part?.statusCode, part?.body]).toEqual([206, "1.7 AB.1"]);
  });

  test("answers twenty requests for pictures at once", async () => {
    const paths = Array.from({ length: 20 }, (_, at) => `/iiif/image/3/${PAGE}/${at * 8},0,256,256/128,/0/default.jpg`);
    const replies = await Promise.all(paths.map((url) => inBucket.server.inject({ url })));
    expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  });
});
