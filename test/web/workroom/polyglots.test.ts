import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROUTE_RIGHTS } from "../../../web/server/access/route-rights.ts";
import { drawnPage } from "../../fixtures/drawn-page.ts";
import { cleanBytes, tiffOf } from "../../fixtures/image-stages.ts";
import { tellOfSteps } from "../../fixtures/measured-pages.ts";
import { openWorkroomSite, type WorkPage, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const PAYLOAD = "wasRun-6f1c";
const HTML = `<!doctype html><script>window.${PAYLOAD.replace("-", "_")}=1</script><!-- ${PAYLOAD} -->`;
/** An archive's last record: programs that read archives begin at the end. */
const ARCHIVE = Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.from(PAYLOAD), Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);

const sheet = async (seed: number) => await tiffOf(drawnPage({ width: 500, height: 640, seed }).raster);
const jpegOf = async (seed: number) =>
  await sharp(await sheet(seed))
    .withMetadata({ density: 300 })
    .jpeg()
    .toBuffer();

/** A JPEG with a comment right behind its first mark, where other readers look for their own. */
function withComment(jpeg: Buffer, comment: string): Buffer {
  const text = Buffer.from(comment, "latin1");
  const head = Buffer.from([0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}

/** Pictures that are something else as well. */
const POLYGLOTS: readonly (readonly [what: string, make: () => Promise<Buffer>])[] = [
  ["a JPEG that is a page with a script", async () => withComment(await jpegOf(1), HTML)],
  ["a JPEG that is a PDF", async () => withComment(await jpegOf(2), `\n%PDF-1.4\n1 0 obj<</S/JavaScript/JS(${PAYLOAD})>>endobj`)],
  ["a JPEG that is an archive", async () => Buffer.concat([await jpegOf(3), ARCHIVE])],
  [
    "a JPEG with script in its EXIF",
    async () =>
      await sharp(await jpegOf(4))
        .keepMetadata()
        .withExif({ IFD0: { ImageDescription: HTML, Copyright: HTML } })
        .jpeg()
        .toBuffer(),
  ],
  ["a TIFF that is a page with a script", async () => Buffer.concat([await sheet(5), Buffer.from(HTML)])],
];

let site: WorkroomSite;
let pages: readonly string[];

async function pageOf(picture: Buffer): Promise<WorkPage> {
  expect(picture.includes(PAYLOAD)).toBe(true);
  const { quality, report, bytes } = await cleanBytes(picture);
  return {
    picture,
    artifacts: { "report/quality": quality, "report/cleanup": report, "image/clean": bytes[0] as Buffer },
  };
}

beforeAll(async () => {
  site = await openWorkroomSite();
  const all: WorkPage[] = [];
  for (const [, make] of POLYGLOTS) all.push(await pageOf(await make()));
  pages = await site.add({ item: "AB.1", pages: all });
  tellOfSteps(site.catalogue);
});
afterAll(() => site?.close());

/** An open connection that never ends is no answer to wait for. */
const ENDLESS = "/api/events";
const PLACES: Readonly<Record<string, string>> = {
  ":item": "AB.1",
  ":region": "full",
  ":size": "max",
  ":rotation": "0",
  ":file": "default.jpg",
  ":number": "1",
};

/** Everything that can be got of a page, from the one table of routes. */
function addressesOf(page: string): readonly string[] {
  const paths = [...ROUTE_RIGHTS.keys()].flatMap((line) => (line.startsWith("GET ") ? [line.slice(4)] : []));
  return paths
    .filter((path) => path !== ENDLESS && !path.includes("("))
    .flatMap((path) => (path.includes(":kind") ? ["before", "after"].map((kind) => path.replace(":kind", kind)) : [path]))
    .map((path) =>
      path
        .split("/")
        .map((part) => (part === ":page" ? page : part.startsWith(":") ? (PLACES[part] ?? "1") : part === "*" ? "x" : part))
        .join("/"),
    );
}

describe("a scan that is a file of another kind at the same time", () => {
  test.each(POLYGLOTS.map(([what], at) => ({ what, at })))("gives nobody its other half: $what", async ({ at }) => {
    const page = pages[at] ?? "";
    const admin = await site.as("admin");
    const pictures: string[] = [];
    for (const url of addressesOf(page)) {
      const reply = await site.server.inject({ url, headers: { cookie: admin.cookieHeader } });
      expect([url, reply.rawPayload.includes(PAYLOAD)]).toEqual([url, false]);
      if (reply.statusCode !== 200) continue;
      const type = String(reply.headers["content-type"]);
      expect([url, reply.headers["x-content-type-options"]]).toEqual([url, "nosniff"]);
      if (type.startsWith("image/")) pictures.push(url);
    }
    const ofPage = pictures.filter((url) => url.includes(page)).map((url) => url.split("/").slice(4).join("/"));
    expect(ofPage).toEqual(
      expect.arrayContaining(["thumbnail", "quality/before", "quality/after", "image/full/max/0/default.jpg"]),
    );
  });
});
