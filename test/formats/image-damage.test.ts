import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type ByteSource, bufferSource, fileSource, zeroTailStart } from "../../formats/byte-source.ts";
import { readImage, refusals } from "../fixtures/read-image.ts";
import { soundImages } from "../fixtures/sound-images.ts";
import { noise } from "../fixtures/tiff-file.ts";

const sound = await soundImages();
const all = [...sound].map(([name, bytes]) => [name, bytes] as const);

/** Raw pixels behind their directory: zeros there are black, which a structure check can only doubt. */
const RAW_BEHIND = ["front-none.tif", "front-strips.tif", "big-big-endian.tif"];
/** Zeros that may stand at the end of a sound value: below this a zero tail is no tail. */
const LEAST_TAIL_BYTES = 24;

describe("a sound picture", () => {
  test.each(all)("%s is refused for nothing, and the decoder agrees", async (name, bytes) => {
    const structure = await readImage(name, bytes);
    expect(structure.findings.filter((each) => each.severity !== "note")).toEqual([]);
    const { width, height } = await sharp(bytes, { failOn: "warning" }).metadata();
    await sharp(bytes, { failOn: "warning" }).raw().toBuffer();
    expect([structure.width, structure.height, structure.resolutionDpi, structure.pages]).toEqual([width, height, 300, 1]);
  });
});

describe("a picture cut short", () => {
  test.each(all)("%s is refused wherever it is cut", async (name, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async (length) => {
        expect(await refusals(name, bytes.subarray(0, length)), `cut to ${length} of ${bytes.length}`).not.toEqual([]);
      }),
      { numRuns: 60, examples: [[bytes.length - 1], [bytes.length - 2], [Math.floor(bytes.length / 2)]] },
    );
  });

  test.each(all.filter(([name]) => !RAW_BEHIND.includes(name)))("%s is refused when its end is zeros", async (name, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: bytes.length - LEAST_TAIL_BYTES }), async (length) => {
        const zeroed = Buffer.from(bytes).fill(0, length);
        // A palette may end in black, and hundreds of unused colours.
        fc.pre(!(name === "palette.tif" && bytes.length - length < 1100));
        expect(await refusals(name, zeroed), `zeros from ${length} of ${bytes.length}`).not.toEqual([]);
      }),
      { numRuns: 60, examples: [[Math.floor(bytes.length * 0.8)], [bytes.length - LEAST_TAIL_BYTES]] },
    );
  });

  test("is doubted when raw pixels end in zeros, and refused when they end at a block of the disk", async () => {
    const name = "front-none.tif";
    const bytes = sound.get(name) ?? Buffer.alloc(0);
    const doubted = await readImage(name, Buffer.from(bytes).fill(0, 5000));
    expect(doubted.findings.map((each) => [each.code, each.severity])).toEqual([["IMG-ZERO-TAIL", "warning"]]);
    expect(await refusals(name, Buffer.from(bytes).fill(0, 4096))).toEqual(["IMG-TRUNC"]);
  });

  test("is never told from trailing bytes alone: what stands behind the end may go", async () => {
    for (const name of ["photo.jpg", "colour.png"]) {
      const bytes = sound.get(name) ?? Buffer.alloc(0);
      const longer = Buffer.concat([bytes, noise(500)]);
      expect((await readImage(name, longer)).findings.map((each) => each.code)).toEqual(["IMG-TRAILING"]);
      expect(await refusals(name, longer.subarray(0, bytes.length + 100))).toEqual([]);
    }
  });
});

/** What hostile bytes may do at most: be an answer with finite numbers. */
async function expectAnswer(name: string, bytes: Buffer): Promise<void> {
  const structure = await readImage(name, bytes);
  for (const value of [structure.width, structure.height, structure.bitDepth, structure.channels, structure.pages])
    expect(Number.isFinite(value)).toBe(true);
  expect(structure.findings.length).toBeLessThan(300);
}

describe("hostile bytes", () => {
  const small = all.filter(([, bytes]) => bytes.length < 20_000);

  test.each(small)("%s with bytes changed is an answer, never an exception or a hang", async (name, bytes) => {
    const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        const changed = Buffer.from(bytes);
        for (const { at, value } of changes) changed[at] = value;
        await expectAnswer(name, changed);
      }),
      { numRuns: 80 },
    );
  });

  test.each(["tif", "jpg", "png"])("that only begin like a %s are an answer", async (name) => {
    const starts = {
      tif: ["49492a0008000000", "4d4d002a00000008", "49492b00080000001000000000000000"],
      jpg: ["ffd8ff"],
      png: ["89504e470d0a1a0a"],
    };
    for (const start of starts[name as keyof typeof starts]) {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), (bytes) =>
          expectAnswer(name, Buffer.concat([Buffer.from(start, "hex"), bytes])),
        ),
        { numRuns: 150 },
      );
    }
  });

  test("that are directories of huge claims are an answer", async () => {
    const entry = fc.record({
      tag: fc.constantFrom(
        254,
        256,
        257,
        258,
        259,
        262,
        273,
        277,
        278,
        279,
        282,
        284,
        320,
        322,
        323,
        324,
        325,
        330,
        347,
        34665,
        34675,
      ),
      type: fc.nat(19),
      count: fc.constantFrom(0, 1, 2, 1000, 0xffff, 0xffffffff),
      value: fc.oneof(fc.nat(300), fc.constantFrom(0, 8, 0xffff, 0x7fffffff, 0xffffffff)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 20 }), fc.nat(400), async (entries, next) => {
        const bytes = Buffer.alloc(400);
        Buffer.from("49492a0008000000", "hex").copy(bytes);
        bytes.writeUInt16LE(entries.length, 8);
        entries.forEach(({ tag, type, count, value }, index) => {
          bytes.writeUInt16LE(tag, 10 + index * 12);
          bytes.writeUInt16LE(type, 12 + index * 12);
          bytes.writeUInt32LE(count, 14 + index * 12);
          bytes.writeUInt32LE(value, 18 + index * 12);
        });
        bytes.writeUInt32LE(next, 10 + entries.length * 12);
        await expectAnswer("x.tif", bytes);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a source of bytes", () => {
  const bytes = noise(900_000);
  const file = {
    // A file that gives less than asked, as network shares do.
    read: async (target: Buffer, offset: number, length: number, position: number) => {
      const bytesRead = bytes.copy(target, offset, position, position + Math.min(length, 50_000));
      return { bytesRead };
    },
  };

  test("gives the same bytes from a file as from memory", async () => {
    const sources: readonly [ByteSource, ByteSource] = [fileSource(file, bytes.length), bufferSource(bytes)];
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.nat(400_000), async (offset, length) => {
        const [ours, theirs] = await Promise.all(sources.map((each) => each.read(offset, length)));
        expect(ours?.equals(theirs ?? Buffer.alloc(1))).toBe(true);
      }),
    );
  });

  test("knows where its closing zeros begin", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300_000 }), fc.nat(300_000), async (length, zeros) => {
        const source = bufferSource(Buffer.concat([bytes.subarray(0, length), Buffer.alloc(zeros)]));
        expect(await zeroTailStart(source)).toBe(length);
      }),
      { numRuns: 20 },
    );
  });
});
