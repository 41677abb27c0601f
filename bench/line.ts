/**
 * The whole line beside OCRmyPDF: pages per minute and CPU-seconds a page, from the folder of scans to the published book.
 *
 *   npx tsx bench/line.ts [pages=12] [peerPages=2]
 *
 * Both get the same generated pages of 4000x5600, 300 dpi. The line makes more of them (layout, access pyramid, manifest,
 * archival package); OCRmyPDF makes a PDF. Needs GNU time; the peer needs ocrmypdf, img2pdf and tesseract's chi_tra_vert.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { makeSampleBook } from "../cli/sample/book.ts";

interface Cost {
  readonly name: string;
  readonly pages: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** Run a program under GNU time: wall and CPU of it and all its children, peak memory of the largest process. */
function measure(name: string, pages: number, command: string, args: readonly string[]): Cost | undefined {
  const run = spawnSync("/usr/bin/time", ["-f", "COST %e %U %S %M", command, ...args], { encoding: "utf8" });
  const [, wall, user, system, kibibytes] = /COST (\S+) (\S+) (\S+) (\S+)/.exec(run.stderr ?? "") ?? [];
  if (run.status !== 0 || wall === undefined) {
    console.log(`${name}: not measured (${(run.stderr ?? run.error?.message ?? "").trim().split("\n").at(-2) ?? "cannot run"})`);
    return undefined;
  }
  return { name, pages, wallSeconds: Number(wall), cpuSeconds: Number(user) + Number(system), peakMiB: Number(kibibytes) / 1024 };
}

async function peer(folder: string, files: readonly string[]): Promise<Cost | undefined> {
  const jpegs = await Promise.all(
    files.map(async (file, at) => {
      const path = join(folder, `peer-${at}.jpg`);
      await sharp(join(folder, "pages", file))
        .jpeg({ quality: 92 })
        .withMetadata({ density: 300 })
        .toFile(path);
      return path;
    }),
  );
  const input = join(folder, "peer.pdf");
  if (spawnSync("img2pdf", [...jpegs, "-o", input]).status !== 0) return undefined;
  const options =
    "--deskew --clean -l chi_tra_vert --tesseract-pagesegmode 5 --jobs 2 --output-type pdf --optimize 0 --quiet".split(" ");
  return measure("ocrmypdf", files.length, "ocrmypdf", [...options, input, join(folder, "peer-out.pdf")]);
}

function print(costs: readonly Cost[]): void {
  console.log("program     pages   wall s   pages/min   CPU-s/page   peak MiB of one process");
  for (const { name, pages, wallSeconds, cpuSeconds, peakMiB } of costs) {
    const numbers = [
      pages,
      wallSeconds.toFixed(1),
      ((pages / wallSeconds) * 60).toFixed(1),
      (cpuSeconds / pages).toFixed(2),
      peakMiB.toFixed(0),
    ];
    console.log([name.padEnd(10), ...numbers.map((each) => String(each).padStart(9))].join(" "));
  }
  const [ours, theirs] = costs;
  if (!ours || !theirs) return;
  const speed = ours.pages / ours.wallSeconds / (theirs.pages / theirs.wallSeconds);
  const effort = theirs.cpuSeconds / theirs.pages / (ours.cpuSeconds / ours.pages);
  console.log(`ratio: ${speed.toFixed(1)} times the pages per minute, 1/${effort.toFixed(1)} of the CPU per page`);
}

const [pages = 12, peerPages = 2] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), "sohoa-bench-"));
try {
  const root = join(import.meta.dirname, "..");
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
  const book = await makeSampleBook(join(folder, "pages"), { pages, width: 4000, height: 5600 });
  const main = join(root, "dist/cli/main.js");
  const args = [main, "add", join(folder, "pages"), "--batch", "bench", "--wait", "--quiet", "--home", join(folder, "home")];
  const ours = measure("sohoa", pages, process.execPath, args);
  const theirs = peerPages > 0 ? await peer(folder, book.files.slice(0, peerPages)) : undefined;
  print([ours, theirs].filter((cost) => cost !== undefined));
} finally {
  await rm(folder, { recursive: true, force: true });
}
