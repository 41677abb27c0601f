/** What a look at a watched folder brought, as a line for a person. */
import type { Context } from "../command.ts";
import { visible } from "../messages.ts";
import type { Told } from "./watch-batch.ts";

/** A line and its mark. */
export interface ToldLine {
  readonly mark: "ok" | "bad" | "warn" | "idle";
  readonly text: string;
}

/** The line; `marker` is the file that says that all is there. */
export function toldLine({ say, messages }: Context, batch: string, told: Told, marker: string): ToldLine {
  const line = (mark: ToldLine["mark"], text: string): ToldLine => ({ mark, text: `${visible(batch)}  ${text}` });
  if (told.is === "copying") return line("idle", say("watch.copying", { file: told.file, bytes: told.sizeBytes }));
  if (told.is === "no-marker") return line("idle", say("watch.no-marker", { marker }));
  if (told.is === "incomplete") return line("warn", say("watch.incomplete", { file: told.file, code: told.code }));
  if (told.is === "refused") return line("bad", `${told.code}  ${messages.failure(told.code, told.facts).message}`);
  return line(told.counts.rejected > 0 ? "warn" : "ok", say("add.summary", { ...told.counts }));
}
