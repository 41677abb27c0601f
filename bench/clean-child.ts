/** A process that inspects and cleans one page, or none, and writes its peak memory in KiB: started by bench/image.ts. */
import { writeFileSync } from "node:fs";
import { cleanOnce, inspectOnce } from "./image/our-stages.ts";

const [into, page, folder] = process.argv.slice(2);
if (page !== undefined && folder !== undefined) {
  await inspectOnce(page, folder);
  await cleanOnce(page, folder);
}
writeFileSync(into as string, String(process.resourceUsage().maxRSS));
