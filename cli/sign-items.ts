/** Signs the PDFs of items. What is wrong with key, certificate or seal is found before the first item is touched. */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { nameOf, type Signer, signerOf } from "../formats/pdf-signature/certificate.ts";
import { readPkcs12 } from "../formats/pdf-signature/pkcs12.ts";
import type { SignatureStatement } from "../formats/pdf-signature/update.ts";
import { InputError, SohoaError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { recordSignedPdf, signedFormOf } from "../pipeline/signed-pdf.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { visible } from "./messages.ts";
import { personAtWork } from "./person.ts";
import type { ErrorLine, Outcome } from "./print.ts";
import { copySigned } from "./sign-copy.ts";
import { signFile } from "./sign-file.ts";
import type { SignOptions } from "./sign-options.ts";
import { DEFAULT_SIGNATURE_PROFILE, findSignatureProfile } from "./sign-profiles.ts";
import { readSeal } from "./sign-seal.ts";
import { readSecret } from "./sign-secret.ts";
import { findItem } from "./standing.ts";

type Wish = SignOptions & { readonly p12: string };

/** Sign each item's current PDF; one that cannot be signed does not hold up the others. */
export async function signItems(context: Context, ids: readonly string[], options: Wish): Promise<Outcome> {
  const services = await context.services();
  const items: ItemRow[] = [];
  for (const id of new Set(ids)) items.push(await findItem(services, id));
  const seal = await sealOf(context, options);
  const signer = await openSigner(context, services, options.p12);
  const text = signer.isChainWhole ? [] : [`${context.printer.mark("warn")} ${context.say("sign.chainOpen")}`];
  const errors: ErrorLine[] = [];
  const signed: object[] = [];
  for (const item of items) {
    context.signal.throwIfAborted();
    try {
      const made = await signItem(services, item, signer, { ...statementOf(services, signer, options), ...seal }, options);
      const facts = { shelfmark: visible(item.shelfmark), name: visible(nameOf(signer.certificate)), digest: made.signed.digest };
      signed.push({ item: item.id, signed: made.signed.digest, pdf: made.pdf.digest });
      text.push(`${context.printer.mark("ok")} ${context.say("sign.done", facts)}`);
      if (options.to !== undefined)
        text.push(context.say("sign.copied", { path: await copySigned(services, item, made.signed, options.to) }));
    } catch (thrown) {
      if (!(thrown instanceof SohoaError) || items.length === 1) throw thrown;
      errors.push({ code: thrown.code, path: item.id, facts: thrown.facts });
      const { message, advice } = context.messages.failure(thrown.code, { subject: item.id, ...thrown.facts });
      text.push(`${context.printer.mark("bad")} ${visible(item.shelfmark)}: ${message} [${thrown.code}]`, `  → ${advice}`);
    }
  }
  const counts = { signed: signed.length, failed: errors.length };
  return { ...(errors.length > 0 ? { exit: "partial" as const } : {}), counts, errors, data: signed, text };
}

async function openSigner(context: Context, services: Services, path: string): Promise<Signer> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: path, cause });
  });
  const password = await readSecret(context.say("sign.password", { file: path }), context.signal);
  return signerOf(readPkcs12(bytes, password, path), services.clock.now(), path);
}

async function sealOf({ config }: Context, { seal, profile: name }: Wish): Promise<Pick<SignatureStatement, "seal">> {
  const profile = await findSignatureProfile(config, name ?? DEFAULT_SIGNATURE_PROFILE);
  if (seal === undefined) return {};
  const place = { corner: profile.corner.value, widthMm: profile.widthMm.value, marginMm: profile.marginMm.value };
  return { seal: { picture: await readSeal(seal), place } };
}

function statementOf(services: Services, signer: Signer, { reason, location }: Wish): SignatureStatement {
  return {
    name: nameOf(signer.certificate),
    pdfDate: vietnamTime(services.clock.now()),
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
  };
}

/** The time of day in Viet Nam, which has one zone and no summer time, as a date of PDF. */
function vietnamTime(at: Date): string {
  const shifted = new Date(at.getTime() + 7 * 3_600_000).toISOString();
  return `D:${shifted.slice(0, 19).replaceAll(/[-T:]/g, "")}+07'00'`;
}

async function signItem(services: Services, item: ItemRow, signer: Signer, statement: SignatureStatement, options: Wish) {
  const pdf = await services.ledger.current(item.id, "pdf");
  if (!pdf) throw new InputError({ code: "SIGN-NO-PDF", subject: item.id });
  const beneath = options.above ? await signedFormOf(services.ledger, item.id, pdf.digest) : undefined;
  if (options.above && !beneath) throw new InputError({ code: "SIGN-NONE-BENEATH", subject: item.id });
  const scratch = join(services.config.home, "scratch");
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "sign-"));
  try {
    const path = join(folder, "signed.pdf");
    await signFile(await services.cache.file((beneath ?? pdf).digest), path, signer, statement);
    const about = { itemId: item.id, path, pdf, agent: personAtWork(options.agent), signer: statement.name };
    return { pdf, signed: await recordSignedPdf(services, beneath ? { ...about, beneath } : about) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
