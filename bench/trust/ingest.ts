/** What it costs to hand over masters, beside the least that anybody could do: `sha256sum` and `cp` on the same disk in the same run. */
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../pipeline/clock.ts";
import { digestFile } from "../../pipeline/digest-file.ts";
import { paceOf } from "../../pipeline/fixity/pace.ts";
import type { Bench } from "./bench.ts";
import { fillFolder } from "./pictures.ts";
import { run, sohoa } from "./program.ts";

const MEBIBYTE = 2 ** 20;
const ROUNDS = 3;

/** Rounds take turns, so that whatever else the machine does falls on both alike; the best of each counts. */
export async function ingest({ main, folder, report, options }: Bench): Promise<void> {
  const scans = join(folder, "scans");
  const bytes = await fillFolder(scans, options.files, options.side, true);
  const rates: Record<"floor" | "durable" | "ours", number[]> = { floor: [], durable: [], ours: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const target = join(folder, `floor-${round}`);
    await mkdir(target);
    // Both floors read each file twice, as people would; the second also promises that the copy is on the disk and is right.
    const floor = await run("bash", ["-c", `cd '${scans}' && for f in *; do sha256sum "$f" && cp "$f" '${target}/'; done`]).ended;
    rates.floor.push(bytes / MEBIBYTE / floor.seconds);
    await rm(target, { recursive: true });
    await mkdir(target);
    const careful = `cd '${scans}' && for f in *; do sha256sum "$f" && cp "$f" '${target}/' && sync '${target}/'"$f" && sha256sum '${target}/'"$f"; done`;
    const durable = await run("bash", ["-c", careful]).ended;
    rates.durable.push(bytes / MEBIBYTE / durable.seconds);
    await rm(target, { recursive: true });
    const home = join(folder, `home-${round}`);
    const ours = await sohoa(main, ["add", scans, "--batch", "HN.scans", "--home", home, "--json"]);
    rates.ours.push(bytes / MEBIBYTE / ours.seconds);
    report("ingest", `round ${round + 1}: floor ${show(floor)}, with sync and reading back ${show(durable)}, add ${show(ours)}`);
    report("add: memory", `${ours.peakMiB.toFixed(0)} MiB`, "300 MiB", ours.peakMiB < 300);
    if (round < ROUNDS - 1) await rm(home, { recursive: true });
  }
  const best = (of: keyof typeof rates) => Math.max(...rates[of]);
  const ratio = best("ours") / best("floor");
  report(
    "ingest beside sha256sum + cp",
    `${best("ours").toFixed(0)} of ${best("floor").toFixed(0)} MiB/s = ${ratio.toFixed(2)}; of careful copying (${best("durable").toFixed(0)} MiB/s) ${(best("ours") / best("durable")).toFixed(2)}`,
    "0.8",
    ratio >= 0.8,
  );
  await verify({ main, folder, report, options }, join(folder, `home-${ROUNDS - 1}`), bytes);
}

const show = ({ seconds, cpuSeconds }: { readonly seconds: number; readonly cpuSeconds: number }) =>
  `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} CPU-s)`;

/** Proving stored bytes: as fast as they can be hashed, and no faster than allowed. */
async function verify({ main, report, options }: Bench, home: string, bytes: number): Promise<void> {
  const objects = join(home, "store/objects");
  const floor = await run("bash", ["-c", `find '${objects}' -type f -print0 | xargs -0 sha256sum`]).ended;
  const ours = await sohoa(main, ["verify", "--all", "--home", home, "--json"]);
  const [rate, floorRate] = [bytes / MEBIBYTE / ours.seconds, bytes / MEBIBYTE / floor.seconds];
  report(
    "verify beside sha256sum",
    `${rate.toFixed(0)} of ${floorRate.toFixed(0)} MiB/s = ${(rate / floorRate).toFixed(2)}`,
    "disk speed",
    rate / floorRate >= 0.8,
  );
  const cap = options.capMiB * MEBIBYTE;
  const pace = paceOf(
    cap,
    () => systemClock.now().getTime(),
    (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  );
  const began = performance.now();
  let read = 0;
  for (const name of (await readdir(objects, { recursive: true })).filter((each) => /[0-9a-f]{64}$/.test(each))) {
    if (read > 5 * cap) break;
    const { sizeBytes } = await digestFile(join(objects, name));
    await pace(sizeBytes);
    read += sizeBytes;
  }
  const held = read / ((performance.now() - began) / 1000);
  report("verify with a cap", `${(held / MEBIBYTE).toFixed(1)} MiB/s`, `${options.capMiB} MiB/s`, held <= cap * 1.05);
}
