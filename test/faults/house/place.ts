/** Where a house of several processes stands: one folder, or services that the processes share. */
import { openFilesystemStore } from "../../../pipeline/store/filesystem.ts";
import type { ToyOptions } from "../../fixtures/toy-house.ts";

/** Said in JSON to each process. What is absent lies in the home folder. */
export interface Place {
  readonly home: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly s3Endpoint?: string;
  /** A folder for the objects other than the one in `home`. */
  readonly store?: string;
  readonly leaseSeconds?: number;
}

/** Batches of texts: item → name of file → text. */
export type Batches = Readonly<Record<string, Readonly<Record<string, string>>>>;

const S3_SECONDS = 5;

/** How a toy house is opened there. The clients of services are loaded only where they are used. */
export async function toyOptions({ databaseUrl, redisUrl, s3Endpoint, store, leaseSeconds = 2 }: Place): Promise<ToyOptions> {
  const { openBullQueue } = redisUrl ? await import("../../../pipeline/queue/bullmq.ts") : {};
  const { openS3Store } = s3Endpoint ? await import("../../../pipeline/store/s3.ts") : {};
  const s3 = { accessKey: "a", secretKey: "b", bucket: "toy", timeoutSeconds: S3_SECONDS, endpoint: s3Endpoint ?? "" };
  return {
    leaseSeconds,
    ...(databaseUrl ? { catalogue: { databaseUrl } } : {}),
    ...(openBullQueue ? { openQueue: (ledger) => openBullQueue({ redisUrl: redisUrl ?? "" }, ledger) } : {}),
    ...(openS3Store ? { openStore: () => openS3Store(s3) } : {}),
    ...(store ? { openStore: () => openFilesystemStore(store) } : {}),
  };
}
