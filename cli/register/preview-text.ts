/** What a register file holds and what importing it would change, before anything is kept. */
import type { ImportPreview, RegisterChange } from "../../catalogue/holdings/port.ts";
import { differencesOf } from "../../catalogue/register-differences.ts";
import type { RegisterFile } from "../../catalogue/register-import.ts";
import type { Context } from "../command.ts";
import { visible } from "../messages.ts";
import { table } from "../table.ts";

/** Lines of a kind that are shown; the result file has all. */
const MOST_LINES = 20;

/** How the columns are understood, and every row that cannot be used. */
export function readingText(context: Context, reading: RegisterFile): readonly string[] {
  const heads = ["register.heading", "register.field", "register.example"].map((key) => context.say(key));
  const columns = reading.columns.map(({ sheet, heading, column, example }) => [
    sheet === "" ? visible(heading) : `${sheet}: ${visible(heading)}`,
    column === undefined ? context.say("register.kept-as-is") : context.say(`register.column-${column}`),
    visible(example),
  ]);
  const where = (sheet: string | undefined) => (sheet ? `${sheet}: ` : "");
  const rejected = reading.rejected.map(({ code, row, sheet, facts }) => {
    const { message, advice } = context.messages.failure(code, { row, ...facts });
    return `  ${context.printer.mark("bad")} ${where(sheet)}${context.say("register.row", { row })}: ${message} → ${advice}`;
  });
  const warnings = reading.warnings.map(({ code, row, sheet, facts }) => {
    const { message } = context.messages.failure(code, { row, ...facts });
    return `  ${context.printer.mark("warn")} ${where(sheet)}${context.say("register.row", { row })}: ${message}`;
  });
  const others = reading.otherSheets.map((sheet) => `  ${context.say("register.other-sheet", { sheet })}`);
  return [...table(heads, columns), ...others, ...some(context, rejected), ...some(context, warnings)];
}

/** Every shelfmark that changes, from what to what. */
export function previewText(context: Context, preview: ImportPreview): readonly string[] {
  const lines = preview.changes.map((change) => `  ${changeText(context, change)}`);
  const notInFile = preview.notInFile > 0 ? [context.say("register.not-in-file", { count: preview.notInFile })] : [];
  return [context.say("register.would", { ...counted(preview) }), ...some(context, lines), ...notInFile];
}

function counted({ added, updated, unchanged }: ImportPreview) {
  return { added, updated, unchanged };
}

/** Each state with the cells that are new or others: "~ AB.1: Tình trạng: tốt → mọt". */
function changeText(context: Context, change: RegisterChange): string {
  const states = differencesOf(change).map(({ kind, from, until, cells }) => {
    const time = from || until ? ` [${from || "…"} – ${until || "…"}]` : "";
    const words = cells.map(({ column, before, after }) => {
      const name = context.messages.find(`register.column-${column}`) ?? column;
      return kind === "new" ? `${name}: ${after}` : `${name}: ${before || "–"} → ${after || "–"}`;
    });
    return visible(`${kind === "gone" ? context.say("register.state-gone") : words.join("; ")}${time}`);
  });
  return `${change.before.length === 0 ? "+" : "~"} ${change.shelfmark}: ${states.join(" | ")}`;
}

/** The first lines of a kind, and how many more there are. */
export function some(context: Context, lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `  ${context.say("register.more", { count: lines.length - MOST_LINES })}`];
}
