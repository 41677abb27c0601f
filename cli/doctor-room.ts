/** Room: what `doctor` says about the disks that something is written to, and how long it will do at the pace of the last month. */
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { SohoaError } from "../pipeline/errors.ts";
import type { Context } from "./command.ts";
import type { Finding } from "./doctor-checks.ts";

const GIBIBYTE = 2 ** 30;
const LEAST_FREE_GIB = 2;
/** A colour scan of A3 at 300 dpi, where there is no master yet to measure. */
const USUAL_MASTER_BYTES = 30 * 2 ** 20;
/** What was made in so many days stands for what will be made. */
const LOOK_BACK_DAYS = 30;
/** Buying a disk takes a public body about as long. */
const NOTED_DAYS = 120;
const DAY_MS = 86_400_000;

/** Free room in the home, and for how many pages like those there are it will do. @throws {SohoaError} SPACE-LOW */
export async function freeRoom(context: Context): Promise<Finding> {
  const freeBytes = await freeIn(context.config.home);
  const gibibytes = Math.floor(freeBytes / GIBIBYTE);
  if (context.config.s3) return { detail: context.say("doctor.free", { gibibytes }) };
  const { observer } = await context.services();
  const { masterBytes = USUAL_MASTER_BYTES, bytesPerMaster = 2 * USUAL_MASTER_BYTES } = await observer.weights();
  const facts = { gibibytes, pages: Math.floor(freeBytes / bytesPerMaster), mebibytes: Math.round(masterBytes / 2 ** 20) };
  return { detail: context.say("doctor.room", facts) };
}

/** Room for temporary files and in the folder of the second copy. @throws {SohoaError} SPACE-LOW */
export async function otherRoom({ config, say }: Context): Promise<Finding> {
  const places = [tmpdir(), ...(config.copy2?.path ? [config.copy2.path] : [])];
  const told: string[] = [];
  for (const place of places)
    told.push(`${place}: ${say("doctor.free", { gibibytes: Math.floor((await freeIn(place)) / GIBIBYTE) })}`);
  return { detail: told.join(", ") };
}

/** When the disk of the store will be full, if the library goes on as in the last month. */
export async function forecast({ config, say, services }: Context): Promise<Finding> {
  const { observer } = await services();
  const bytesADay = (await observer.bytesSince(new Date(Date.now() - LOOK_BACK_DAYS * DAY_MS).toISOString())) / LOOK_BACK_DAYS;
  const pace = { gibibytes: (bytesADay / GIBIBYTE).toFixed(1), days: LOOK_BACK_DAYS };
  if (bytesADay === 0) return { detail: say("doctor.no-growth", pace) };
  // Nobody can ask an object store how much room it has left.
  if (config.s3) return { detail: say("doctor.growth", pace) };
  const left = Math.floor((await freeIn(config.home)) / bytesADay);
  const detail = say("doctor.full-in", { ...pace, left });
  return left < NOTED_DAYS ? { detail, isWarning: true } : { detail };
}

async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = Number(bavail) * Number(bsize);
  const gibibytes = Math.floor(freeBytes / GIBIBYTE);
  if (gibibytes < LEAST_FREE_GIB)
    throw new SohoaError({ code: "SPACE-LOW", subject: folder, facts: { gibibytes }, exit: "space", retry: "person" });
  return freeBytes;
}
