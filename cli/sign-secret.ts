/** The password of a PKCS#12 file: from the environment, else asked for without showing it. Never an option of the command. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { UsageError } from "../pipeline/errors.ts";

const VARIABLE = "SOHOA_P12_PASSWORD";

/**
 * Ask, until `signal` says that the command is to end.
 * @throws {UsageError} SIGN-PASSWORD-NONE where nobody sits at the keyboard; `AbortError` when the signal comes.
 */
export async function readSecret(question: string, signal: AbortSignal): Promise<string> {
  const given = process.env[VARIABLE];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw new UsageError({ code: "SIGN-PASSWORD-NONE", subject: VARIABLE });
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  // Asked only now: what a quick hand types before the keyboard is raw, the terminal itself would show.
  process.stderr.write(question);
  // The keyboard is raw here: Ctrl-C would reach nobody. The command hears it as ever, and `signal` follows.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await lines.question("", { signal });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
