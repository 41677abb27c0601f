/** An upload as its sender is shown it. */
import type { Facts } from "../../../../pipeline/errors.ts";
import type { Language } from "../../language.ts";
import type { Workroom } from "../workroom.ts";
import type { Taking } from "./takings.ts";
import { bytesToSend, isSent, type Upload } from "./upload.ts";
import type { Arrived } from "./upload-folder.ts";

/** Without its files: for the list. */
export function uploadHead(upload: Upload, arrived: readonly Arrived[], taking: Taking | undefined, words: Words) {
  const { id, batchId, shelfmark, profile, by, createdAt, outcome } = upload;
  const sent = upload.files.filter(isSent).length;
  const whole = arrived.filter(({ isWhole }) => isWhole).length;
  const isComplete = outcome === null && whole === sent;
  // Over is what nothing is left to be done for: the bytes that waited are gone as well.
  const state = taking && taking.step !== "failed" ? "taking" : outcome ? "done" : isComplete ? "arrived" : "sending";
  return {
    id,
    batch: batchId,
    shelfmark,
    profile,
    by,
    createdAt,
    state,
    files: { announced: upload.files.length, toSend: sent, whole },
    bytes: { toSend: bytesToSend(upload), received: arrived.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0) },
    step: taking && taking.step !== "failed" ? taking : null,
    failure: taking?.step === "failed" ? { code: taking.code, ...words(taking.code, taking.facts) } : null,
    outcome: outcome && {
      takenAt: outcome.takenAt,
      counts: outcome.taken.counts,
      rejected: outcome.taken.rejected.map(({ name, code, facts }) => ({
        name,
        code,
        ...words(code, { subject: name, ...facts }),
      })),
      skipped: outcome.taken.skipped,
      warnings: outcome.taken.warnings.map(({ code, facts }) => ({ code, ...words(code, facts) })),
    },
  };
}

type Words = (code: string, facts: Facts) => ReturnType<Workroom["explain"]>;

/** Says codes in a language. */
export const wordsIn =
  ({ explain }: Workroom, language: Language): Words =>
  (code, facts) =>
    explain(language, code, facts);

/** How far each of its files is. */
export function uploadFiles({ files }: Upload, arrived: readonly Arrived[], words: Words) {
  return files.map(({ name, sizeBytes, foresight }, at) => ({
    name,
    sizeBytes,
    receivedBytes: arrived[at]?.receivedBytes ?? 0,
    isWhole: arrived[at]?.isWhole ?? false,
    verdict: foresight.verdict,
    ...(foresight.verdict === "reject" && { code: foresight.code, ...words(foresight.code, foresight.facts) }),
    ...(foresight.verdict === "skip" && { reason: foresight.reason }),
  }));
}
