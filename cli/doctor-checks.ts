/** What `doctor` looks at beyond the services: clock, persistence of the queue, readers of pictures, fonts, watching of folders. */
import { watch } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SohoaError } from "../pipeline/errors.ts";
import { connectRedis } from "../pipeline/queue/redis.ts";
import { HanFonts } from "../web/server/fonts/han-fonts.ts";
import type { Context } from "./command.ts";

/** What a check says; `isWarning`: it works, but somebody should look. */
export interface Finding {
  readonly detail: string;
  readonly isWarning?: boolean;
}

/** S3 refuses requests that are further off (AWS Signature Version 4). */
const MOST_SKEW_SECONDS = 900;
const NOTED_SKEW_SECONDS = 30;
/** Characters of the base block, extension A and extension B that every text in Nôm has. */
const NOM = "漢㐌𠊛𢆥";
const WATCH_MS = 3000;

/** How far this machine's clock is from the object store's, by the Date of its answer (RFC 9110, 6.6.1). */
export async function clockSkew({ config, say }: Context): Promise<Finding> {
  const zone = `${Intl.DateTimeFormat().resolvedOptions().timeZone}, ${new Date().toISOString().slice(0, 16)}Z`;
  if (!config.s3) return { detail: zone };
  const before = Date.now();
  const answer = await fetch(config.s3.endpoint, { method: "HEAD", signal: AbortSignal.timeout(10_000), redirect: "manual" });
  const theirs = Date.parse(answer.headers.get("date") ?? "");
  if (Number.isNaN(theirs)) return { detail: zone };
  // The header has whole seconds, cut off.
  const seconds = Math.round(Math.abs((before + Date.now()) / 2 - (theirs + 500)) / 1000);
  if (seconds >= MOST_SKEW_SECONDS)
    throw new SohoaError({ code: "CLOCK-SKEW", facts: { seconds }, exit: "service", retry: "person" });
  if (seconds < NOTED_SKEW_SECONDS) return { detail: zone };
  return { detail: say("doctor.skew", { seconds }), isWarning: true };
}

/** Whether Redis writes down what it was told; no work depends on it, only a pause after a crash. */
export async function persistence({ config, say }: Context): Promise<Finding> {
  if (!config.redisUrl) return { detail: say("doctor.no-redis") };
  const redis = connectRedis(config.redisUrl, () => {});
  try {
    await new Promise<void>((resolve, reject) => redis.once("ready", resolve).once("error", reject));
    const isOn = /^aof_enabled:1/m.test(await redis.info("persistence"));
    return isOn ? { detail: say("doctor.aof-on") } : { detail: say("doctor.no-aof"), isWarning: true };
  } finally {
    redis.disconnect();
  }
}

/** Whether the picture library can read what masters are. @throws {SohoaError} IMG-LOADER */
export async function pictureReaders(): Promise<Finding> {
  const { sharp } = await import("../formats/locked-sharp.ts");
  const { jpeg, png, tiff } = sharp.format;
  const missing = Object.entries({ jpeg, png, tiff }).filter(([, format]) => !format?.input.file);
  const facts = { missing: missing.map(([name]) => name).join(", ") };
  if (missing.length > 0) throw new SohoaError({ code: "IMG-LOADER", facts, exit: "dependency", retry: "person" });
  return { detail: `JPEG, PNG, TIFF · sharp ${sharp.versions.sharp ?? "?"}, libvips ${sharp.versions.vips}` };
}

/** Whether there is a font for the characters that Nôm cannot do without. */
export async function nomFonts({ config, say }: Context): Promise<Finding> {
  const { missing } = await new HanFonts(join(config.home, "fonts")).sharesOf(NOM);
  return missing === "" ? { detail: NOM } : { detail: say("doctor.no-font", { missing }), isWarning: true };
}

/** Whether the system tells of a new file in the home; on network drives it often does not. */
export async function watching({ config, say }: Context): Promise<Finding> {
  const folder = await mkdtemp(join(config.home, "watch-"));
  const heard = new AbortController();
  const watcher = watch(folder, () => heard.abort()).on("error", () => {});
  try {
    const limit = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, WATCH_MS);
      heard.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await writeFile(join(folder, "probe"), "");
    await limit;
    return heard.signal.aborted ? { detail: say("doctor.watched") } : { detail: say("doctor.unwatched"), isWarning: true };
  } finally {
    watcher.close();
    await rm(folder, { recursive: true, force: true });
  }
}
