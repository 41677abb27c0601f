/**
 * Signed PDFs of an item. Each is an artifact of its own, tied to the PDF that it signs by an event of the item; nothing that is
 * made later overwrites it. When the item gets another PDF, the signed one stays, and is of an earlier PDF.
 */
import { advance } from "./advance.ts";
import type { Artifact, Digest } from "./artifact.ts";
import type { Closer } from "./close-item.ts";
import { storeDescription } from "./describe-item.ts";
import { digestFile } from "./digest-file.ts";
import type { Ledger } from "./ledger.ts";
import type { DerivationInput } from "./ledger-rows.ts";

/** The name of the act in events. */
export const SIGNING = "sign";

/** A signed PDF as it was recorded. */
export interface SignedPdf {
  readonly signed: Artifact;
  /** The PDF of the item that its first signature was put on. */
  readonly pdf: Artifact;
  /** The person who ran the command; who signed stands in the file. */
  readonly agent: string;
  /** ISO 8601. */
  readonly recordedAt: string;
}

/** A file that was signed, and what it was made from. */
export interface NewSignedPdf {
  readonly itemId: string;
  readonly path: string;
  readonly pdf: Artifact;
  /** The signed PDF underneath, where the signature stands above an earlier one. */
  readonly beneath?: Artifact;
  readonly agent: string;
  /** The name in the certificate. */
  readonly signer: string;
}

/** Store the file, prove it, and record it as the item's signed PDF. */
export async function recordSignedPdf(closer: Closer, made: NewSignedPdf): Promise<Artifact> {
  const { itemId, agent, signer } = made;
  const found = await digestFile(made.path);
  await closer.store.putFile(made.path, found);
  const artifact: Artifact = { ...found, mediaType: "application/pdf" };
  const beneath: readonly DerivationInput[] = made.beneath
    ? [{ name: "beneath", role: "pdf/signed", artifacts: [made.beneath] }]
    : [];
  const from: readonly DerivationInput[] = [{ name: "pdf", role: "pdf", artifacts: [made.pdf] }, ...beneath];
  const answer = { gate: SIGNING, subject: itemId, itemId, from, agent, note: signer };
  await closer.ledger.answer({ ...answer, made: { role: "pdf/signed", artifact } });
  await closer.queue.announce(await advance(closer, itemId, []));
  await storeDescription(closer, itemId);
  return artifact;
}

/** All signed PDFs of an item, in the order in which they were signed. */
export async function signedPdfs(ledger: Pick<Ledger, "events">, itemId: string): Promise<readonly SignedPdf[]> {
  const events = (await ledger.events(itemId)).filter((event) => event.stage === SIGNING);
  return events.map((event) => {
    const signed = event.outputs.find((each) => each.role === "pdf/signed")?.artifact;
    const pdf = event.inputs.find((each) => each.role === "pdf")?.artifacts[0];
    if (!signed || !pdf) throw new RangeError(`a signing of ${itemId} without its files`);
    return { signed, pdf, agent: event.agent, recordedAt: event.endedAt };
  });
}

/** The newest signed form of this very PDF, if there is one. Reads all events of the item. */
export async function signedFormOf(ledger: Pick<Ledger, "events">, itemId: string, pdf: Digest): Promise<Artifact | undefined> {
  return (await signedPdfs(ledger, itemId)).findLast((each) => each.pdf.digest === pdf)?.signed;
}
