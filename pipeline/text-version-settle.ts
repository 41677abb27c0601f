/**
 * Working texts in the store, beside the descriptions of their item: `items/<item>/text-<page>-v<N>-<state>.json` carries every
 * version since the one before it. With these a lost catalogue takes no keystroke with it that is older than a few minutes.
 * They are no artifacts: nothing is made of them, so that saving a draft makes nothing due and no new version of the item.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { canonicalJson } from "./derive.ts";
import { IntegrityError, SohoaError } from "./errors.ts";
import type { Store } from "./store/store.ts";
import { type PageText, type RestoredText, TEXT_STATES, type TextState, type TextVersion } from "./text-version.ts";
import { workingTextSchema } from "./text-version-schema.ts";

/** The part of the port to working texts that is needed here. */
export interface UnsettledTexts {
  unsettled(idleSeconds: number): Promise<readonly PageText[]>;
  versionsAfter(page: string, number: number): Promise<readonly TextVersion[]>;
  markSettled(page: string, number: number, state: TextState): Promise<void>;
}

const version = z.object({
  number: z.int().positive(),
  parent: z.int().min(0),
  author: z.string(),
  savedAt: z.string(),
  saveId: z.string(),
  digest: z.string(),
  isAside: z.boolean(),
  content: workingTextSchema,
});

const settledSchema = z.object({
  v: z.literal(1),
  page: z.object({
    page: z.string(),
    itemId: z.string(),
    state: z.enum(TEXT_STATES),
    latest: z.int(),
    correctedNumber: z.int(),
    correctedBy: z.string(),
    approvedBy: z.string(),
    answeredNumber: z.int(),
    changedAt: z.string(),
  }),
  /** The last version, for anybody who reads the file; null where only the state has changed. */
  newest: version.nullable(),
  /** Those before it, a JSON array, gzip, base64. */
  earlier: z.string(),
});

/**
 * Write what the store does not have yet of pages where nothing was changed for `idleSeconds`, in one piece a page.
 * @returns how many pages. Doing it again, or in two processes at once, does no harm.
 */
export async function settleTexts(store: Store, texts: UnsettledTexts, idleSeconds: number): Promise<number> {
  const pages = await texts.unsettled(idleSeconds);
  for (const page of pages) await settleText(store, texts, page);
  return pages.length;
}

/** Write what the store does not have yet of one page. */
export async function settleText(store: Store, texts: UnsettledTexts, page: PageText): Promise<void> {
  const versions = await texts.versionsAfter(page.page, page.settledNumber);
  const upTo = versions.at(-1)?.number ?? page.settledNumber;
  if (upTo === 0) return;
  const key = `items/${page.itemId}/text-${page.page}-v${upTo}-${page.state}.json`;
  // What was written before a crash carries the same versions: all up to this number.
  if ((await store.getNamed(key)) === undefined) {
    await store.putNamed(key, settledText(page, versions)).catch((thrown: unknown) => {
      if (!(thrown instanceof SohoaError && thrown.code === "STORE-EXISTS")) throw thrown;
    });
  }
  await texts.markSettled(page.page, upTo, page.state);
}

function settledText({ lastNumber: _, settledNumber: __, ...page }: PageText, versions: readonly TextVersion[]): string {
  const earlier = gzipSync(canonicalJson(versions.slice(0, -1)), { level: 9 }).toString("base64");
  return canonicalJson({ v: 1, page, newest: versions.at(-1) ?? null, earlier });
}

/** Everything that the store tells of the working texts of an item, in the order in which it was written. */
export async function settledTexts(store: Pick<Store, "getNamed">, keys: readonly string[]): Promise<readonly RestoredText[]> {
  const found: RestoredText[] = [];
  for (const key of keys) {
    if (isSettledText(key)) found.push(parse(key, (await store.getNamed(key)) ?? ""));
  }
  return found.sort((one, other) => (one.page.changedAt < other.page.changedAt ? -1 : 1));
}

/** True for the key of a working text. */
export function isSettledText(key: string): boolean {
  return /^items\/[^/]+\/text-/.test(key);
}

/** @throws {IntegrityError} TEXT-SETTLED when the text is not one that was written here */
function parse(key: string, text: string): RestoredText {
  try {
    const { page, newest, earlier } = settledSchema.parse(JSON.parse(text));
    const before = z.array(version).parse(JSON.parse(gunzipSync(Buffer.from(earlier, "base64")).toString("utf8")));
    return { page, versions: newest ? [...before, newest] : before };
  } catch (cause) {
    throw new IntegrityError({ code: "TEXT-SETTLED", subject: key, cause });
  }
}
