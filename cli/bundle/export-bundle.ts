/** `sohoa bundle export`: items for another installation, in parts, with a signed list. Interrupted, it goes on where it ended. */
import { resolve } from "node:path";
import { UsageError } from "../../pipeline/errors.ts";
import type { ItemRow } from "../../pipeline/ledger-rows.ts";
import { fingerprint, keyOf, publicPem } from "../backup/signing-key.ts";
import type { Context } from "../command.ts";
import type { Services } from "../compose.ts";
import { VERSION } from "../package-root.ts";
import { personAtWork } from "../person.ts";
import type { ErrorLine, Outcome } from "../print.ts";
import { findItem } from "../standing.ts";
import { LEAVABLE, type Leavable } from "./bundle-file.ts";
import { accessOf, type BundledItem, bundledItem } from "./bundled-item.ts";
import { writeBundle } from "./write-bundle.ts";

/** What to send. */
export interface BundleExport {
  readonly to: string;
  readonly batch?: readonly string[];
  readonly all?: boolean;
  readonly chunkSize: string;
  readonly without?: readonly string[];
  readonly withRestricted?: boolean;
}

const MIB = 2 ** 20;
const LARGEST_PART_MIB = 1024;

/** Write a bundle of these items. */
export async function exportBundle(context: Context, ids: readonly string[], options: BundleExport): Promise<Outcome> {
  const partBytes = partSize(options.chunkSize);
  const without = leavables(options.without ?? []);
  const services = await context.services();
  const { items, errors, held } = await chosen(services, ids, options, without);
  const sound = items.filter(({ missing }) => missing.length === 0);
  for (const { about, missing } of items.filter((each) => each.missing.length > 0))
    errors.push({ code: "FIX-MISSING", path: about.id, facts: { subject: missing[0] ?? "" } });
  if (sound.length === 0) return told(context, { counts: { items: 0, restricted: held, parts: 0 }, errors, to: options.to });
  const key = await keyOf(services.config.home);
  const to = resolve(options.to);
  const contents = {
    kind: "sohoa-bundle" as const,
    v: 1 as const,
    program: VERSION,
    library: services.config.baseUrl,
    partBytes,
    without: [...without],
    items: sound.map(({ about }) => about),
  };
  const onPart = (parts: number) => context.printer.note(context.say("bundle.part", { parts }));
  const { parts, sizeBytes } = await writeBundle(services, { items: sound, contents, to, key, onPart, signal: context.signal });
  const signer = fingerprint(publicPem(key));
  const facts = { items: sound.map(({ about }) => about.id).join(" "), to };
  await services.users.note({ actor: personAtWork(undefined), action: "bundle-sent", subject: signer, facts });
  return told(context, { counts: { items: sound.length, restricted: held, parts, sizeBytes }, errors, to, signer });
}

async function chosen(services: Services, ids: readonly string[], options: BundleExport, without: readonly Leavable[]) {
  const rows = await rowsOf(services, ids, options);
  const items: BundledItem[] = [];
  const errors: ErrorLine[] = [];
  let held = 0;
  for (const row of rows) {
    if (!options.withRestricted && (await accessOf(services, row)) === "restricted") {
      errors.push({ code: "BUNDLE-RESTRICTED", path: row.id, facts: { item: row.id } });
      held += 1;
    } else items.push(await bundledItem(services, row, without));
  }
  return { items, errors, held };
}

/** @throws {UsageError} BUNDLE-ITEMS when nothing is named */
async function rowsOf(services: Services, ids: readonly string[], { batch = [], all = false }: BundleExport) {
  if (all) return await services.ledger.items();
  const rows = new Map<string, ItemRow>();
  for (const id of [...ids, ...batch]) {
    const row = await findItem(services, id);
    rows.set(row.id, row);
  }
  if (rows.size === 0) throw new UsageError({ code: "BUNDLE-ITEMS", subject: "bundle export" });
  return [...rows.values()];
}

/** @throws {UsageError} BUNDLE-CHUNK */
function partSize(text: string): number {
  const mebibytes = Number(text);
  const isFit = Number.isFinite(mebibytes) && mebibytes * MIB >= 1024 && mebibytes <= LARGEST_PART_MIB;
  if (!isFit) throw new UsageError({ code: "BUNDLE-CHUNK", subject: text, facts: { most: LARGEST_PART_MIB } });
  return Math.round(mebibytes * MIB);
}

/** @throws {UsageError} BUNDLE-WITHOUT */
function leavables(texts: readonly string[]): readonly Leavable[] {
  return texts.map((text) => {
    const known = LEAVABLE.find((each) => each === text);
    if (!known) throw new UsageError({ code: "BUNDLE-WITHOUT", subject: text, facts: { known: LEAVABLE.join(", ") } });
    return known;
  });
}

interface Told {
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly ErrorLine[];
  readonly to: string;
  readonly signer?: string;
}

function told(context: Context, { counts, errors, to, signer = "" }: Told): Outcome {
  const isNothing = counts["items"] === 0;
  const lines = errors.map(
    ({ code, facts }) => `  ${context.printer.mark("warn")} ${context.messages.failure(code, facts ?? {}).message} [${code}]`,
  );
  const mebibytes = Math.ceil((counts["sizeBytes"] ?? 0) / MIB);
  return {
    ...(errors.length > 0 ? { exit: isNothing ? ("input" as const) : ("partial" as const) } : {}),
    counts,
    errors,
    data: { to, signer },
    text: [context.say("bundle.written", { ...counts, mebibytes, to, signer }), ...lines],
  };
}
