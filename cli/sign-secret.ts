/** The password of a PKCS#12 file: from the environment, else asked for without showing it. Never an option of the command. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { UsageError } from "../pipeline/errors.ts";

const VARIABLE = "SOHOA_P12_PASSWORD";

/** @throws {UsageError} SIGN-PASSWORD-NONE where nobody sits at the keyboard; `AbortError` on Ctrl-C. */
export async function readSecret(question: string): Promise<string> {
  const given = process.env[VARIABLE];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw new UsageError({ code: "SIGN-PASSWORD-NONE", subject: VARIABLE });
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  const stop = new AbortController();
  lines.on("SIGINT", () => {
    // The keyboard is raw here: the signal would reach nobody.
    process.kill(process.pid, "SIGINT");
    stop.abort();
  });
  try {
    return await lines.question("", { signal: stop.signal });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
