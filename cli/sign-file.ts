/** Signs one PDF file into another: the bytes are copied and digested on the way, and the update is appended; memory stays flat. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { fileSource } from "../formats/byte-source.ts";
import type { Signer } from "../formats/pdf-signature/certificate.ts";
import { checkSignatures, type FoundSignature } from "../formats/pdf-signature/check.ts";
import { cmsSignature, digestFor, mostSignatureBytes } from "../formats/pdf-signature/cms.ts";
import { type SignatureStatement, signatureUpdate, type UnsignedUpdate } from "../formats/pdf-signature/update.ts";
import { SohoaError } from "../pipeline/errors.ts";

/**
 * Write `to`, which is `from` with one more signature, and prove that all signatures in it hold.
 * @throws {InputError} SIGN-PDF; {SohoaError} SIGN-UNPROVED when what was written does not hold.
 */
export async function signFile(from: string, to: string, signer: Signer, statement: SignatureStatement): Promise<void> {
  const update = await withSource(from, (source) => signatureUpdate(source, statement, mostSignatureBytes(signer)));
  await writeSigned(from, to, signer, update);
  const found = await withSource(to, checkSignatures);
  if (found.length === 0 || found.some((each) => each.state !== "valid"))
    throw new SohoaError({ code: "SIGN-UNPROVED", subject: to, facts: { states: found.map((each) => each.state).join(", ") } });
}

/** The signatures in a file. @throws {InputError} SIGN-PDF */
export async function signaturesIn(path: string): Promise<readonly FoundSignature[]> {
  return await withSource(path, checkSignatures);
}

async function writeSigned(from: string, to: string, signer: Signer, update: UnsignedUpdate): Promise<void> {
  const hash = createHash(digestFor(signer.key));
  const file = await open(to, "wx");
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      await file.writeFile(chunk as Buffer);
    }
    const digest = hash.update(update.beforeContents).update(update.afterContents).digest();
    const contents = update.contents(cmsSignature(signer, digest));
    for (const part of [update.beforeContents, contents, update.afterContents]) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function withSource<T>(path: string, act: (source: ReturnType<typeof fileSource>) => Promise<T>): Promise<T> {
  const file = await open(path, "r");
  try {
    return await act(fileSource(file, (await file.stat()).size));
  } finally {
    await file.close();
  }
}
