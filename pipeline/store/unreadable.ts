import { InputError } from "../errors.ts";

/** The error of a source file that the system cannot read: no permission, a pulled USB disk, a folder instead of a file. */
export function unreadable(source: string, thrown: unknown): InputError {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new InputError({ code: "IO-READ", subject: source, facts: { detail }, cause: thrown });
}
