/**
 * Whether the signatures of a PDF hold: the signed bytes are those of the file, and the key of the certificate signed them.
 * Whether the certificate is to be trusted, and was not revoked, is for the programs of its authority to say.
 */
import { createHash, verify, X509Certificate } from "node:crypto";
import { InputError } from "../../pipeline/errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { nameOf } from "./certificate.ts";
import { DIGESTS, type DigestName, OID } from "./cms.ts";
import { childAt, childrenOf, type DerElement, readDer } from "./der.ts";
import { arrayTexts, type DictionaryTexts, stringBytes, stringText } from "./dictionary-text.ts";
import { openRevision, readAt } from "./revision.ts";
import { signatureValues } from "./update.ts";

/** One signature as found. */
export interface FoundSignature {
  /** `changed`: other bytes than those signed; `forged`: not made with the certificate's key; `unreadable`: no CMS of ours. */
  readonly state: "valid" | "changed" | "forged" | "unreadable";
  readonly signer: string;
  readonly issuer: string;
  readonly serial: string;
  /** ISO 8601 with its offset, as the signature says of itself. */
  readonly signedAt: string;
  readonly reason?: string;
  readonly location?: string;
  /** How much of the file it covers, from the beginning: all of it for the last signature. */
  readonly signedBytes: number;
  /** Whether the certificate was within its time when it is said to have signed. */
  readonly isInTime: boolean;
}

/** All signatures in the order in which they were made. Empty for a PDF without any. @throws {InputError} SIGN-PDF */
export async function checkSignatures(source: ByteSource): Promise<readonly FoundSignature[]> {
  const values = await signatureValues(await openRevision(source)).catch((cause: unknown) => {
    throw cause instanceof RangeError ? new InputError({ code: "SIGN-PDF", facts: { part: "AcroForm" }, cause }) : cause;
  });
  const found: FoundSignature[] = [];
  for (const value of values) found.push(await checkOne(source, value));
  return found.sort((one, other) => one.signedBytes - other.signedBytes);
}

async function checkOne(source: ByteSource, value: DictionaryTexts): Promise<FoundSignature> {
  const said = {
    signedAt: isoDate(stringText(value.get("M") ?? "()")),
    ...optional("reason", value.get("Reason")),
    ...optional("location", value.get("Location")),
  };
  const [start = -1, length = 0, next = 0, rest = 0] = arrayTexts(value.get("ByteRange") ?? "[]").map(Number);
  const none = { signer: "", issuer: "", serial: "", signedBytes: next + rest, isInTime: false, ...said };
  try {
    const signature = readSignature(stringBytes(value.get("Contents") ?? "<>"));
    const { certificate } = signature;
    const about = {
      ...none,
      ...{ signer: nameOf(certificate), issuer: certificate.issuer.replaceAll("\n", ", "), serial: certificate.serialNumber },
      isInTime: isWithin(certificate, new Date(said.signedAt)),
    };
    const isGap = start === 0 && (await isContents(source, length, next, value.get("Contents") ?? ""));
    const digest = isGap ? await digestOf(source, signature.digest, length, next, rest) : undefined;
    if (!digest?.equals(signature.messageDigest)) return { ...about, state: "changed" };
    const isSigned = verify(signature.digest, signature.attributes, certificate.publicKey, signature.signature);
    return { ...about, state: isSigned ? "valid" : "forged" };
  } catch (thrown) {
    if (thrown instanceof RangeError) return { ...none, state: "unreadable" };
    throw thrown;
  }
}

/** What lies between both ranges must be the contents and nothing else; else something unsigned could hide there. */
async function isContents(source: ByteSource, from: number, to: number, contents: string): Promise<boolean> {
  return to - from === contents.length && (await readAt(source, from, to - from)).toString("latin1") === contents;
}

async function digestOf(
  source: ByteSource,
  name: DigestName,
  length: number,
  next: number,
  rest: number,
): Promise<Buffer | undefined> {
  if (next + rest > source.sizeBytes) return undefined;
  const hash = createHash(name);
  for (const [from, to] of [
    [0, length],
    [next, next + rest],
  ] as const) {
    for (let at = from; at < to; ) {
      const part = await source.read(at, to - at);
      if (part.length === 0) return undefined;
      hash.update(part);
      at += part.length;
    }
  }
  return hash.digest();
}

/** The one signer of a CMS signature (RFC 5652, 5). @throws {RangeError} when it is none of the form that PAdES asks for. */
function readSignature(bytes: Buffer) {
  const [, , , ...others] = childrenOf(childAt(childAt(readDer(bytes), 1), 0));
  const certificates = others.find((each) => each.tag === 0xa0);
  const signers = others.at(-1);
  if (!certificates || !signers) throw new RangeError("no certificates or signers");
  const [, , digestAlgorithm, attributes, , value] = childrenOf(childAt(signers, 0));
  if (!digestAlgorithm || attributes?.tag !== 0xa0 || !value) throw new RangeError("no signed attributes");
  const digestId = childAt(digestAlgorithm, 0).whole;
  const digest = (Object.keys(DIGESTS) as DigestName[]).find((each) => DIGESTS[each].id.equals(digestId));
  if (!digest) throw new RangeError("an unknown digest");
  const certHash = childAt(childAt(childAt(attributeOf(attributes, OID.signingCertificateV2), 0), 0), 0);
  const certificate = childrenOf(certificates).find((each) =>
    createHash("sha256").update(each.whole).digest().equals(certHash.content),
  );
  if (!certificate) throw new RangeError("the signing certificate is not there");
  return {
    digest,
    certificate: new X509Certificate(certificate.whole),
    messageDigest: attributeOf(attributes, OID.messageDigest).content,
    attributes: Buffer.concat([Buffer.from([0x31]), attributes.whole.subarray(1)]),
    signature: value.content,
  };
}

function attributeOf(attributes: DerElement, type: Buffer): DerElement {
  const found = childrenOf(attributes).find((each) => childAt(each, 0).whole.equals(type));
  if (!found) throw new RangeError("an attribute is missing");
  return childAt(childAt(found, 1), 0);
}

function isWithin(certificate: X509Certificate, at: Date): boolean {
  return new Date(certificate.validFrom) <= at && at <= new Date(certificate.validTo);
}

/** `D:20260131120000+07'00'` as ISO 8601; as it is where it has another form. */
function isoDate(text: string): string {
  const match = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)'(\d\d)'?$/.exec(text);
  if (!match) return text;
  const [, year, month, day, hour, minute, second, offset, minutes] = match;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}:${minutes}`;
}

function optional<K extends string>(key: K, written: string | undefined): { readonly [key in K]?: string } {
  return written === undefined ? {} : ({ [key]: stringText(written) } as { readonly [key in K]: string });
}
