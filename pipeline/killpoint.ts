/**
 * Named points between two durable steps. A rehearsal of power cuts (`SOHOA_KILLPOINT=stored@ocr:3`) stops the process at
 * one of them; everywhere else they do nothing.
 */
export type KillPoint =
  | "claimed"
  | "ran"
  | "stored"
  | "finished"
  | "advanced"
  | "intake-stored"
  | "intake-recorded"
  | "intake-closing"
  | "intake-closed"
  | "text-saving"
  | "text-saved"
  | "text-corrected"
  | "text-settled"
  | "text-answered"
  | "orphan-laid"
  | "bundle-part"
  | "bundle-object"
  | "bundle-item";

/** Called when a point is reached, with the stage at work there. */
export type OnPoint = (point: KillPoint, stage?: string) => void;

/** Kill this process without warning when `spec` ("point", "point@stage", either with ":n") is reached for the n-th time. */
export function killAt(spec: string | undefined): OnPoint {
  if (!spec) return () => {};
  const [, name, stageName, count] = /^([a-z-]+)(?:@([a-z-]+))?(?::(\d+))?$/.exec(spec) ?? [];
  let left = Number(count ?? 1);
  return (point, stage) => {
    if (point !== name || (stageName !== undefined && stage !== stageName)) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
}
