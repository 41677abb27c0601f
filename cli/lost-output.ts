/** Output that nobody gets: a file on a full disk, a reader that has gone away. The work itself goes on to its end. */
import { EXIT } from "../pipeline/errors.ts";
import type { Messages } from "./messages.ts";
import type { Printer } from "./print.ts";

/** Notes may be lost; a result that could not be written is told by the exit code, and in words where they can still be said. */
export function surviveLostOutput(printer: Pick<Printer, "note">, words: Messages): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
    // `sohoa list | head` has what it wanted.
    if (cause.code === "EPIPE") return;
    process.exitCode = EXIT.space;
    printer.note(words.failure("SPACE-FULL", { detail: cause.message }).message);
  });
}
