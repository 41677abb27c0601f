/** The descriptions of an item in the store, oldest first. */
import { descriptionKey } from "../../pipeline/describe-item.ts";
import { IntegrityError } from "../../pipeline/errors.ts";
import { descriptionSchema } from "../../pipeline/history-schema.ts";
import type { ItemDescription } from "../../pipeline/ledger-rows.ts";
import type { Store } from "../../pipeline/store/store.ts";

/** One description as it is stored. */
export interface DescribedVersion {
  readonly text: string;
  readonly description: ItemDescription;
}

/** All descriptions of an item. @throws {IntegrityError} STORE-MISSING when one cannot be read. */
export async function describedVersions(store: Store, itemId: string): Promise<readonly DescribedVersion[]> {
  const keys = await store.listNamed(`items/${itemId}/`);
  const numbers = keys.flatMap((key) => Number(/\/v(\d+)\.json$/.exec(key)?.[1] ?? Number.NaN)).filter(Number.isSafeInteger);
  const versions: DescribedVersion[] = [];
  for (const number of numbers.sort((one, other) => one - other)) {
    const key = descriptionKey(itemId, number);
    const text = await store.getNamed(key);
    if (text === undefined) throw new IntegrityError({ code: "STORE-MISSING", subject: key });
    versions.push({ text, description: descriptionSchema.parse(JSON.parse(text)) });
  }
  return versions;
}
