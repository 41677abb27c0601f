/** Looks at bytes and acts on them, back from an item's history: as far as the newest one tells, later ones are lost. */
import { digestOfText } from "./derive.ts";
import { historySchema } from "./history-schema.ts";
import type { Ledger } from "./ledger.ts";
import type { ItemDescription } from "./ledger-rows.ts";
import type { Store } from "./store/store.ts";

/** Put back what the history of an item tells; a history that is gone or damaged brings none. @returns the number of looks */
export async function restoreEvidence(
  ledger: Pick<Ledger, "restoreEvidence">,
  store: Pick<Store, "stat" | "open">,
  { current }: ItemDescription,
): Promise<number> {
  const digest = current.find(({ role }) => role === "item/history")?.artifact.digest;
  if (digest === undefined || !(await store.stat(digest))) return 0;
  const chunks: Buffer[] = [];
  for await (const chunk of (await store.open(digest)) as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  if (digestOfText(text) !== digest) return 0;
  const { fixity, acts } = historySchema.parse(JSON.parse(text));
  await ledger.restoreEvidence(fixity, acts);
  return fixity.length;
}
