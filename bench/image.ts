/**
 * CPU seconds of image work on a 22-megapixel page: our stages whole and by operation, beside ImageMagick and unpaper and
 * the floor of decoding and encoding, in one run; the adaptive threshold in WebAssembly, TypeScript and native C.
 * Run: npx tsx bench/image.ts [page.tif]   Without a page a drawn one of 4000 x 5600 pixels is used.
 * A peer that is not installed is named as missing. Peers are timed as whole processes, ours in a warm process (their
 * start is in the figures of neither decoding nor encoding); after one to warm up the smallest of two
 * runs counts, of peers the only one. Memory is that of a child as a worker starts it, through the same supervisor.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { decodePicture, encodeRaster } from "../formats/image-input.ts";
import { toGrey } from "../formats/raster.ts";
import { adaptiveThreshold, thresholdInBands } from "../stages/image-cleanup/adaptive-threshold.ts";
import { thresholdBand } from "../stages/image-cleanup/adaptive-threshold-plain.ts";
import { drawnPage } from "../test/fixtures/drawn-page.ts";
import { leastCpuSeconds, nativeThreshold, peerCpuSeconds } from "./image/measure.ts";
import { cleanOnce, inspectOnce, operationsOf } from "./image/our-stages.ts";
import { workerMemory } from "./image/worker-memory.ts";

const folder = mkdtempSync(join(tmpdir(), "bench-image-"));

async function pagePath(): Promise<string> {
  if (process.argv[2] !== undefined) return process.argv[2];
  const { raster } = drawnPage({ width: 4000, height: 5600, skewDegrees: 1.6, lightLoss: 0.3, seed: 22 });
  const path = join(folder, "page.tif");
  await encodeRaster(raster).withDensity(400).tiff({ compression: "none" }).toFile(path);
  return path;
}

function line(name: string, seconds: number | undefined, note = ""): void {
  console.log(`${name.padEnd(52)} ${seconds === undefined ? "  missing" : seconds.toFixed(3).padStart(9)}  ${note}`);
}

function ratio(name: string, ours: number, theirs: number | undefined, aim: string): void {
  console.log(`${name.padEnd(52)} ${theirs === undefined ? "  missing" : (ours / theirs).toFixed(3).padStart(9)}  aim ${aim}`);
}

const page = await pagePath();
const pgm = join(folder, "page.pgm");
const at = (name: string) => join(folder, name);
const { raster } = await decodePicture(page);
const grey = toGrey(raster);
writeFileSync(pgm, Buffer.concat([Buffer.from(`P5\n${grey.width} ${grey.height}\n255\n`), grey.pixels]));
console.log(`${page}: ${grey.width} x ${grey.height}\n`);
console.log("CPU seconds, least of two runs\n");

const floor = await leastCpuSeconds(async () => {
  const { raster: decoded } = await decodePicture(page);
  await encodeRaster(decoded).removeAlpha().jpeg({ quality: 90, optimiseCoding: false }).toFile(at("floor.jpg"));
});
const floorWithGrey =
  floor + (await leastCpuSeconds(() => encodeRaster(grey).png({ compressionLevel: 1 }).toFile(at("floor.png"))));
const cleanup = await leastCpuSeconds(() => cleanOnce(page, folder));
const inspecting = await leastCpuSeconds(() => inspectOnce(page, folder));
line("floor: decode, encode JPEG", floor);
line("floor: and encode the grey scan as PNG", floorWithGrey);
line("image-cleanup, whole stage", cleanup, `${(cleanup / floorWithGrey).toFixed(2)} floors`);
const operations = await operationsOf(page, folder);
for (const [name, seconds] of operations) line(`  ${name}`, seconds);
line("inspect", inspecting);

const rotate = await leastCpuSeconds(() =>
  sharp(page).rotate(1.6, { background: "#fff" }).jpeg({ quality: 85 }).toFile(at("r.jpg")),
);
line("sharp -rotate 1.6, JPEG", rotate);
/** Measured and told at once: peers are slow. */
function peer(name: string, program: string, ...args: readonly string[]): number | undefined {
  const seconds = peerCpuSeconds(program, args);
  line(name, seconds);
  return seconds;
}
const jpeg = ["-quality", "85"];
const small = ["(", "+clone", "-scale", "12.5%", "-statistic", "Median", "15x15", "-blur", "0x6", "-resize"];
const size = `${grey.width}x${grey.height}!`;
const peers = {
  deskew: peer("ImageMagick -deskew 40%", "convert", page, "-deskew", "40%", ...jpeg, at("d.jpg")),
  rotate: peer("ImageMagick -rotate", "convert", page, "-rotate", "-1.6", ...jpeg, at("ir.jpg")),
  unpaper: peer("unpaper", "unpaper", "--overwrite", pgm, at("u.pgm")),
};
// biome-ignore format: one command
peer("ImageMagick background division", "convert", page, "-colorspace", "Gray", ...small, size, ")", "-compose", "Divide_Src", "-composite", ...jpeg, at("b.jpg"));
// biome-ignore format: one command
peer("ImageMagick -lat 51x51, Group 4", "convert", page, "-colorspace", "Gray", "-negate", "-lat", "51x51+5%", "-negate", "-type", "bilevel", "-compress", "Group4", at("l.tif"));

const options = { windowPixels: 51, k: 0.2 };
const wasm = await leastCpuSeconds(async () => adaptiveThreshold(grey, options));
const plain = await leastCpuSeconds(async () => thresholdInBands(grey, options, thresholdBand));
const native = nativeThreshold(folder, grey, options);
line("adaptive threshold 51, WebAssembly", wasm, "with copies in and out");
line("adaptive threshold 51, TypeScript", plain);
line("adaptive threshold 51, the same C native, -O3", native);

console.log("");
const renderSeconds = operations.find(([name]) => name.startsWith("turn"))?.[1] ?? 0;
console.log(`${"cleanup, CPU seconds".padEnd(52)} ${cleanup.toFixed(3).padStart(9)}  aim <= 1.0`);
const both = peers.unpaper === undefined || peers.deskew === undefined ? undefined : peers.unpaper + peers.deskew;
ratio("cleanup / (unpaper + convert -deskew)", cleanup, both, "<= 0.125");
ratio("turn, even and divide both pictures / convert -rotate", renderSeconds, peers.rotate, "<= 0.2");
ratio("sharp rotate / convert -rotate", rotate, peers.rotate, "<= 0.2");
ratio("threshold WebAssembly / native", wasm, native, "<= 2.5");

const a4 = at("a4.tif");
await sharp(page).resize(2480, 3508, { fit: "fill" }).tiff({ compression: "none" }).toFile(a4);
// pages a second is what a child reaches that works through a batch
const perSecond = 1 / (await leastCpuSeconds(() => inspectOnce(a4, folder), 8));
console.log(`${"inspect, A4 at 300 dpi, pages a CPU second".padEnd(52)} ${perSecond.toFixed(2).padStart(9)}  aim >= 3`);
const memory = await workerMemory(page, folder);
const mebibytes = (name: string, value: number | undefined, aim = ""): void =>
  console.log(`${name.padEnd(52)} ${String(value ?? "missing").padStart(9)}  ${aim}`);
mebibytes("peak memory of a worker's child, page by page, MiB", memory?.peakMebibytes, "aim < 400");
mebibytes("  of which before the first page", memory?.idleMebibytes);
process.exit(0);
