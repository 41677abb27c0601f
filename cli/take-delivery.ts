/** What `sohoa serve` gives the upload: `sohoa add` without a terminal. */
import { mkdir, readdir, rm, statfs } from "node:fs/promises";
import { InputError } from "../pipeline/errors.ts";
import { batchIdOf, isBatchId } from "../stages/ingest/batch-id.ts";
import { shownName } from "../stages/ingest/file-name.ts";
import { DEFAULT_POLICY } from "../stages/ingest/policy.ts";
import { type Survey, survey } from "../stages/ingest.ts";
import type { Deliveries, Refused, Taken, TakeOrder } from "../web/server/workroom/upload/deliveries.ts";
import { aboutBatch, type DeliveryServices, deliver } from "./delivery.ts";
import { foresee } from "./foresee.ts";
import { profileInForce } from "./policies.ts";
import { profileNames } from "./profiles.ts";

/** The way in, over these services. */
export function deliveriesOf(services: DeliveryServices): Deliveries {
  const { config } = services;
  return {
    judge: (files) => foresee(files, DEFAULT_POLICY, process.platform === "win32"),
    batchIdOf(folderName) {
      const id = batchIdOf(folderName);
      if (!isBatchId(id)) throw new InputError({ code: "BATCH-ID", subject: id });
      return id;
    },
    profiles: async () => ({ names: await profileNames(config), preferred: config.profile }),
    async freeBytes() {
      const { bavail, bsize } = await statfs(config.home);
      return bavail * bsize;
    },
    take: (order) => take(services, order),
  };
}

async function take(services: DeliveryServices, order: TakeOrder): Promise<Taken> {
  const { batchId, shelfmark, language, signal, refused } = order;
  const profile = await profileInForce(services, order.profile);
  const about = await aboutBatch(services, { batchId, shelfmark, profile, language });
  await mkdir(order.scratch, { recursive: true });
  try {
    const found = await surveyed(order);
    const rejected = [...refused.map(asRejected), ...found.rejected];
    const onStored = (done: number): void => {
      order.onProgress("storing", done, found.accepted.length);
      signal.throwIfAborted();
    };
    const sourceOf = (name: string): string => `${shelfmark}/${name}`;
    const counts = await deliver(services, { accepted: found.accepted, rejected }, about, { onStored, sourceOf });
    return {
      counts,
      rejected: rejected.map(({ name, code, facts }) => ({ name: shownName(name), code, facts })),
      skipped: found.skipped.map(({ name, reason }) => ({ name: shownName(name), reason })),
      warnings: found.warnings.map(({ code, facts }) => ({ code, facts })),
    };
  } finally {
    await rm(order.scratch, { recursive: true, force: true });
  }
}

const asRejected = ({ name, code, facts }: Refused) => ({ path: name, name, code, facts });

type Found = Pick<Survey, "accepted" | "rejected" | "skipped" | "warnings">;

/** A folder in which nothing came is no folder without pages: everything was refused before. */
async function surveyed({ folder, scratch, signal, onProgress, refused }: TakeOrder): Promise<Found> {
  const nothing: Found = { accepted: [], rejected: [], skipped: [], warnings: [] };
  if (refused.length > 0 && (await readdir(folder)).length === 0) return nothing;
  let total = 0;
  for await (const event of survey(folder, { signal, scratch })) {
    if (event.kind === "listed") total = event.files;
    if (event.kind === "examined") onProgress("examining", event.done, total);
    if (event.kind === "surveyed") return event.survey;
  }
  throw new TypeError("the survey ended without a summary");
}
