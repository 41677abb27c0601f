/** Names of temporary files: unique among processes and machines that share a folder. */
import { randomUUID } from "node:crypto";

/** A new name; the process id in front helps people who look into the folder. */
export function temporaryName(): string {
  return `${process.pid}-${randomUUID()}.part`;
}
