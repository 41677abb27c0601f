/** What is read on a page. */
import { readFile } from "node:fs/promises";
import type { PageRow } from "../pipeline/ledger-rows.ts";
import { type TextLayer, textLayerSchema } from "../pipeline/text-layer.ts";
import type { Services } from "./compose.ts";

/** The reviewed text of a page, else the machine's. */
export async function bestText(services: Pick<Services, "ledger" | "cache">, page: PageRow): Promise<TextLayer | undefined> {
  const best =
    (await services.ledger.current(page.id, "text/reviewed")) ?? (await services.ledger.current(page.id, "text/machine"));
  return best && textLayerSchema.parse(JSON.parse(await readFile(await services.cache.file(best.digest), "utf8")));
}
