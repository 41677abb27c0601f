/** A report of targets as the bytes of a file, for whoever downloads it. */
import type { FullReport } from "../../catalogue/progress/gather-report.ts";
import type { Messages } from "../messages.ts";
import { reportPage } from "./report-page.ts";
import { reportWorkbook } from "./report-sheet.ts";

/** The bytes. */
export async function reportFile(
  messages: Messages,
  form: "xlsx" | "html",
  report: FullReport,
  library: string,
): Promise<Uint8Array> {
  return form === "xlsx" ? await reportWorkbook(report, messages) : Buffer.from(reportPage(messages, report, library));
}
