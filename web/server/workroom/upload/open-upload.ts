/** What may be uploaded: checked before a byte is written. */
import { z } from "zod";
import { ApiProblem } from "../api.ts";
import type { Workroom } from "../workroom.ts";
import { bytesToSend, type Upload } from "./upload.ts";
import { newUploadId, type UploadFolder } from "./upload-folder.ts";

/** Most files of one upload, and most bytes. */
const MAX_FILES = 20_000;
const MAX_BYTES = 2 * 2 ** 40;
/** Uploads that one account may have under way. */
const MAX_OPEN = 20;
/** Left free on the disk for everything else that the library does. */
const RESERVE_BYTES = 2 ** 30;

/** What a sender announces. */
export const openSchema = z.strictObject({
  /** Name of the folder: the shelfmark, unless another is given. */
  folder: z.string().min(1).max(255),
  batch: z.string().min(1).max(80).optional(),
  shelfmark: z.string().min(1).max(255).optional(),
  profile: z.string().min(1).max(80).optional(),
  files: z
    .array(
      z.strictObject({
        name: z.string().max(4096),
        sizeBytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      }),
    )
    .min(1),
});

/** The upload that is announced; nothing is written yet. @throws {ApiProblem} 409, 422 or 507 with the reason; {InputError} BATCH-ID */
export async function plannedUpload(
  { deliveries }: Workroom,
  folder: UploadFolder,
  asked: z.output<typeof openSchema>,
  sender: { readonly by: string; readonly at: string },
): Promise<Upload> {
  if (asked.files.length > MAX_FILES) throw new ApiProblem(422, "UPLOAD-FILES", { count: asked.files.length, max: MAX_FILES });
  const shelfmark = (asked.shelfmark ?? asked.folder).normalize("NFC").trim();
  const batchId = deliveries.batchIdOf(asked.batch ?? shelfmark);
  const { names, preferred } = await deliveries.profiles();
  const profile = asked.profile ?? preferred;
  if (!names.includes(profile)) throw new ApiProblem(422, "PROFILE-UNKNOWN", { subject: profile, known: names.join(", ") });
  const judged = deliveries.judge(asked.files);
  const files = asked.files.map(({ name, sizeBytes, sha256 = null }, at) => ({
    name,
    sizeBytes,
    sha256,
    foresight: judged[at] ?? { verdict: "send" as const },
  }));
  const own: Upload = {
    v: 1,
    id: newUploadId(),
    batchId,
    shelfmark,
    profile,
    by: sender.by,
    createdAt: sender.at,
    files,
    outcome: null,
  };
  const others = (await folder.all()).filter(({ outcome }) => outcome === null);
  const same = others.find((each) => each.batchId === batchId);
  if (same) throw new ApiProblem(409, "UPLOAD-OPEN", { batch: batchId, by: same.by }, { upload: same.id });
  if (others.filter(({ by }) => by === sender.by).length >= MAX_OPEN) throw new ApiProblem(409, "UPLOAD-MANY", { max: MAX_OPEN });
  await checkRoom(own, others, folder, await deliveries.freeBytes());
  return own;
}

/** The files lie here and in the store for a while: twice their size, beside what other uploads still have to bring. */
async function checkRoom(own: Upload, others: readonly Upload[], folder: UploadFolder, freeBytes: number): Promise<void> {
  const bytes = bytesToSend(own);
  if (bytes > MAX_BYTES) throw new ApiProblem(422, "UPLOAD-LARGE", { bytes, max: MAX_BYTES });
  let owedBytes = 2 * bytes + RESERVE_BYTES;
  for (const other of others) {
    const arrived = await folder.arrived(other);
    owedBytes += 2 * bytesToSend(other) - arrived.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  }
  if (owedBytes > freeBytes) throw new ApiProblem(507, "UPLOAD-SPACE", { bytes, free: Math.max(0, freeBytes) });
}
