/** L10: packages of a book, small and large: what is streamed takes the same memory for both. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { makeSampleBook } from "../../cli/sample/book.ts";
import type { Bench } from "./bench.ts";
import { sohoa } from "./program.ts";

/** About 30 MB a page as a scanner delivers it. */
const SIZE = { width: 2700, height: 3700 };
/** Beyond what two runs of the same thing differ by. */
const MOST_GROWTH = 1.25;

/** A bag and an OCFL root of a short and of a longer book. */
export async function packages({ main, folder, report, options }: Bench): Promise<void> {
  const sizes = [Math.ceil(options.packagePages / 4), options.packagePages];
  const peaks: Record<string, number[]> = { bag: [], ocfl: [] };
  const home = join(folder, "packages");
  for (const pages of sizes) {
    const batch = `HN.pages-${pages}`;
    await makeSampleBook(join(folder, batch), { pages, ...SIZE });
    await sohoa(main, ["add", join(folder, batch), "--wait", "--home", home]);
    const bag = await sohoa(main, ["export", batch, "--aip", "--to", join(folder, "bags"), "--home", home]);
    const ocfl = await sohoa(main, ["export", batch, "--ocfl", join(folder, `ocfl-${pages}`), "--home", home]);
    peaks["bag"]?.push(bag.peakMiB);
    peaks["ocfl"]?.push(ocfl.peakMiB);
    const written = await stat(join(folder, "bags", `${batch}.tar`)).catch(() => undefined);
    const mebibytes = written ? `, ${(written.size / 2 ** 20).toFixed(0)} MiB` : "";
    report(
      `L10 bag of ${pages} pages${mebibytes}`,
      `${bag.seconds.toFixed(1)} s, ${bag.cpuSeconds.toFixed(1)} CPU-s, ${bag.peakMiB.toFixed(0)} MiB resident`,
    );
    report(
      `L10 OCFL root of ${pages} pages`,
      `${ocfl.seconds.toFixed(1)} s, ${ocfl.cpuSeconds.toFixed(1)} CPU-s, ${ocfl.peakMiB.toFixed(0)} MiB resident`,
    );
  }
  for (const [kind, [small = 0, large = 0]] of Object.entries(peaks))
    report(
      `L10 ${kind}: memory of the larger over the smaller`,
      (large / small).toFixed(2),
      "1 (streamed)",
      large / small < MOST_GROWTH,
    );
}
