/**
 * Named points between two durable steps. A rehearsal of power cuts (`SOHOA_KILLPOINT=stored:3`) stops the process at one
 * of them; everywhere else they do nothing.
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
  | "intake-closed";

/** Called when a point is reached. */
export type OnPoint = (point: KillPoint) => void;

/** Kill this process without warning when `spec` ("point" or "point:n") is reached for the n-th time. */
export function killAt(spec: string | undefined): OnPoint {
  if (!spec) return () => {};
  const [name, count] = spec.split(":");
  let left = Number(count ?? 1);
  return (point) => {
    if (point !== name) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
}
