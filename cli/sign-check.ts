/** `sohoa sign --check`: every signed PDF of an item: whose signatures, when, whether they hold, and of which PDF. */
import type { FoundSignature } from "../formats/pdf-signature/check.ts";
import { SohoaError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { type SignedPdf, signedPdfs } from "../pipeline/signed-pdf.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { visible } from "./messages.ts";
import type { Outcome } from "./print.ts";
import { copySigned } from "./sign-copy.ts";
import { signaturesIn } from "./sign-file.ts";
import type { SignOptions } from "./sign-options.ts";
import { findItem } from "./standing.ts";

const MARKS = { valid: "ok", changed: "bad", forged: "bad", unreadable: "bad" } as const;

/** One signed PDF and what its signatures are worth. */
interface Checked extends SignedPdf {
  readonly isOfCurrentPdf: boolean;
  readonly signatures: readonly FoundSignature[];
  /** Every signature holds, the last covers the whole file, and there is one. */
  readonly isSound: boolean;
}

/** What the items' signed PDFs are. Outdated or missing ones make the answer partial, broken ones a failure of integrity. */
export async function checkItems(context: Context, ids: readonly string[], options: SignOptions): Promise<Outcome> {
  const services = await context.services();
  const counts = { signed: 0, sound: 0, broken: 0, unsigned: 0, outdated: 0 };
  const text: string[] = [];
  const data: object[] = [];
  for (const id of new Set(ids)) {
    const item = await findItem(services, id);
    const checked = await checkItem(services, item);
    const [broken, current] = [checked.filter((each) => !each.isSound), checked.filter((each) => each.isOfCurrentPdf)];
    counts.signed += checked.length;
    counts.broken += broken.length;
    counts.sound += checked.length - broken.length;
    counts.unsigned += checked.length === 0 ? 1 : 0;
    counts.outdated += checked.length > 0 && current.length === 0 ? 1 : 0;
    data.push({ item: item.id, signed: checked.map(dataOf) });
    text.push(...itemText(context, item, checked));
    const newest = current.at(-1);
    if (options.to !== undefined && newest?.isSound)
      text.push(context.say("sign.copied", { path: await copySigned(services, item, newest.signed, options.to) }));
  }
  const exit =
    counts.broken > 0 ? ("integrity" as const) : counts.unsigned + counts.outdated > 0 ? ("partial" as const) : undefined;
  return { ...(exit ? { exit } : {}), counts, data, text: [...text, context.say("sign.trust")] };
}

async function checkItem(services: Services, item: ItemRow): Promise<readonly Checked[]> {
  const pdf = await services.ledger.current(item.id, "pdf");
  const found: Checked[] = [];
  for (const each of await signedPdfs(services.ledger, item.id)) {
    const signatures = await signaturesOf(services, each);
    const isWhole = signatures.at(-1)?.signedBytes === each.signed.sizeBytes;
    const isSound = isWhole && signatures.every((one) => one.state === "valid");
    found.push({ ...each, signatures, isSound, isOfCurrentPdf: each.pdf.digest === pdf?.digest });
  }
  return found;
}

/** None where the file can no longer be read as a PDF, or not at all. */
async function signaturesOf(services: Services, { signed }: SignedPdf): Promise<readonly FoundSignature[]> {
  try {
    return await signaturesIn(await services.cache.file(signed.digest));
  } catch (thrown) {
    if (thrown instanceof SohoaError && ["SIGN-PDF", "STORE-MISSING", "STORE-LIED"].includes(thrown.code)) return [];
    throw thrown;
  }
}

function itemText(context: Context, item: ItemRow, checked: readonly Checked[]): readonly string[] {
  const { printer, say } = context;
  const shelfmark = visible(item.shelfmark);
  if (checked.length === 0) return [`${printer.mark("idle")} ${say("sign.unsigned", { shelfmark })}`];
  const files = checked.flatMap((each) => [
    `${printer.mark(!each.isSound ? "bad" : each.isOfCurrentPdf ? "ok" : "warn")} ${say(fileKey(each), { digest: each.signed.digest.slice(0, 12) })}`,
    ...each.signatures.map((one) => `  ${printer.mark(MARKS[one.state])} ${signatureText(context, one)}`),
  ]);
  const isOutdated = !checked.some((each) => each.isOfCurrentPdf);
  return [shelfmark, ...files, ...(isOutdated ? [say("sign.outdated", { item: item.id })] : [])];
}

function fileKey({ isSound, isOfCurrentPdf }: Checked): "sign.broken" | "sign.current" | "sign.earlier" {
  return !isSound ? "sign.broken" : isOfCurrentPdf ? "sign.current" : "sign.earlier";
}

function signatureText({ say }: Context, one: FoundSignature): string {
  const facts = {
    state: say(`sign.is-${one.state}`),
    signer: visible(one.signer),
    at: visible(one.signedAt),
    issuer: visible(one.issuer),
  };
  const said = [one.reason, one.location].filter((each) => each !== undefined).map(visible);
  const late = one.state === "valid" && !one.isInTime ? [say("sign.outOfTime")] : [];
  return [say("sign.one", facts), ...said, ...late].join(" · ");
}

function dataOf({ signed, pdf, agent, recordedAt, isOfCurrentPdf, isSound, signatures }: Checked): object {
  return { digest: signed.digest, pdf: pdf.digest, agent, recordedAt, isOfCurrentPdf, isSound, signatures };
}
