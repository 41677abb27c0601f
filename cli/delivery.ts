/** From a surveyed folder to a batch in the catalogue: the one way in, for the command line, the hot folder and the upload. */
import { asRecordCells } from "../catalogue/register-details.ts";
import type { Config } from "../config/schema.ts";
import { draftRecord } from "../formats/record-draft.ts";
import { type AcceptedFile as AcceptedPage, type Delivery, type Intake, type IntakeCounts, takeIn } from "../pipeline/intake.ts";
import type { Profile } from "../pipeline/profile.ts";
import type { Rejected } from "../stages/ingest/arrival.ts";
import { pageIdOf } from "../stages/ingest/page-id.ts";
import type { AcceptedFile } from "../stages/ingest.ts";
import type { Services } from "./compose.ts";
import type { Language } from "./messages.ts";
import { listsInForce, loadRecordRules } from "./record-rules.ts";

/** What a batch is made with. */
export interface DeliveryServices extends Intake, Pick<Services, "holdings" | "settings"> {
  readonly config: Config;
}

/** What is known of a batch before its files. */
export interface BatchHead {
  readonly batchId: string;
  readonly shelfmark: string;
  readonly profile: Profile;
  readonly language: Language;
}

/** What a batch is recorded with, a draft of the item's record from the register of holdings among it. */
export async function aboutBatch(
  { config, holdings, settings }: DeliveryServices,
  { batchId, shelfmark, profile, language }: BatchHead,
): Promise<Omit<Delivery, "accepted" | "rejected">> {
  const { terms } = await loadRecordRules(config.home, language, await listsInForce(settings));
  const row = await holdings.entry(shelfmark);
  const known = draftRecord({ shelfmark, ...(row && { registerRow: asRecordCells(row) }) }, terms);
  const { library } = config;
  const draft = known.holder === undefined && library !== undefined ? { ...known, holder: library } : known;
  return { batchId, itemId: batchId, shelfmark, profile, draft };
}

/** What a survey found, for the store and the catalogue. */
interface Surveyed {
  /** Read once. */
  readonly accepted: Iterable<Pick<AcceptedFile, "path" | "name" | "digest" | "sizeBytes" | "mediaType">>;
  readonly rejected: readonly Pick<Rejected, "path" | "name" | "code" | "facts">[];
}

interface DeliverOptions {
  /** Called after each file, with the number of files dealt with so far; may throw to stop between two files. */
  readonly onStored?: (done: number) => void;
  /** How the source of a file is called in the catalogue, where that is not its path on this machine. */
  readonly sourceOf?: (name: string) => string;
}

/** Take in what a survey accepted and record what it refused. Interrupted, the same call goes on where it was. */
export async function deliver(
  services: DeliveryServices,
  found: Surveyed,
  about: Omit<Delivery, "accepted" | "rejected">,
  { onStored, sourceOf }: DeliverOptions = {},
): Promise<IntakeCounts> {
  const accepted = accepting(found.accepted, about.itemId, sourceOf);
  const rejected = found.rejected.map(({ path, name, code, facts }) => ({ sourcePath: sourceOf?.(name) ?? path, code, facts }));
  return await takeIn(services, { ...about, accepted, rejected }, onStored);
}

function* accepting(files: Surveyed["accepted"], itemId: string, sourceOf: DeliverOptions["sourceOf"]): Generator<AcceptedPage> {
  for (const { path, name, digest, sizeBytes, mediaType } of files) {
    const source = sourceOf && { sourcePath: sourceOf(name) };
    yield { pageId: pageIdOf(itemId, name), path, ...source, sourceName: name, digest, sizeBytes, mediaType };
  }
}
