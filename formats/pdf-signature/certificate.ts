/** Which key and certificate of a PKCS#12 file sign, and whether they may (RFC 5280; ETSI EN 319 142-1). */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { InputError } from "../../pipeline/errors.ts";
import { childAt, childrenOf, type DerElement, objectId, readDer, TAG } from "./der.ts";
import type { Pkcs12Contents } from "./pkcs12.ts";

/** Who signs: the key, its certificate, and the certificates that lead upwards from it as far as the file goes. */
export interface Signer {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  /** Issuer of the certificate first; empty for a self-signed one or when the file holds none. */
  readonly issuers: readonly X509Certificate[];
  /** True when the last certificate is self-signed, so that nothing is missing. */
  readonly isChainWhole: boolean;
}

/** Shortest RSA key that is taken. */
const LEAST_RSA_BITS = 2048;
const CURVES: readonly string[] = ["prime256v1", "secp384r1", "secp521r1"];

/**
 * The signer that the contents of a PKCS#12 file make, fit to sign at this time.
 * @throws {InputError} SIGN-KEY-NONE, SIGN-CERT-NONE, SIGN-KEY-OTHER, SIGN-KEY-TYPE, SIGN-KEY-WEAK, SIGN-EXPIRED, SIGN-EARLY,
 *   SIGN-KEY-USAGE
 */
export function signerOf(contents: Pkcs12Contents, at: Date, subject: string): Signer {
  const [keyDer] = contents.keys;
  const certificates = contents.certificates.map((each) => new X509Certificate(each));
  if (keyDer === undefined) throw new InputError({ code: "SIGN-KEY-NONE", subject });
  if (certificates.length === 0) throw new InputError({ code: "SIGN-CERT-NONE", subject });
  const key = createPrivateKey({ key: keyDer, format: "der", type: "pkcs8" });
  const certificate = certificates.find((each) => each.checkPrivateKey(key));
  if (!certificate) throw new InputError({ code: "SIGN-KEY-OTHER", subject, facts: { name: nameOf(certificates[0]) } });
  checkKey(key, subject);
  const issuers = issuersOf(certificate, certificates);
  for (const each of [certificate, ...issuers]) checkTime(each, at, subject);
  if (!maySign(certificate)) throw new InputError({ code: "SIGN-KEY-USAGE", subject, facts: { name: nameOf(certificate) } });
  return { key, certificate, issuers, isChainWhole: isSelfSigned(issuers.at(-1) ?? certificate) };
}

/** The common name of a certificate's subject, else the whole subject. */
export function nameOf(certificate: X509Certificate | undefined): string {
  const subject = certificate?.subject ?? "";
  const common = subject.split("\n").find((line) => line.startsWith("CN="));
  return common?.slice(3) ?? subject.replaceAll("\n", ", ");
}

function checkKey(key: KeyObject, subject: string): void {
  const { modulusLength = 0, namedCurve = "" } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType ?? "";
  if (type !== "rsa" && !(type === "ec" && CURVES.includes(namedCurve)))
    throw new InputError({ code: "SIGN-KEY-TYPE", subject, facts: { type: `${type} ${namedCurve}`.trim() } });
  if (type === "rsa" && modulusLength < LEAST_RSA_BITS)
    throw new InputError({ code: "SIGN-KEY-WEAK", subject, facts: { bits: modulusLength, least: LEAST_RSA_BITS } });
}

function checkTime(certificate: X509Certificate, at: Date, subject: string): void {
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  const facts = { name: nameOf(certificate), from: day(from), to: day(to) };
  if (at > to) throw new InputError({ code: "SIGN-EXPIRED", subject, facts });
  if (at < from) throw new InputError({ code: "SIGN-EARLY", subject, facts });
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function issuersOf(leaf: X509Certificate, all: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; !isSelfSigned(last); ) {
    const [child, known] = [last, chain];
    const issuer = all.find(
      (each) => !known.includes(each) && each.ca && child.checkIssued(each) && child.verify(each.publicKey),
    );
    if (!issuer) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain.slice(1);
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate);
}

/** The extension keyUsage, where there is one, must name digitalSignature or nonRepudiation (RFC 5280, 4.2.1.3). */
function maySign(certificate: X509Certificate): boolean {
  const usage = extensionOf(certificate, "2.5.29.15");
  if (!usage) return true;
  const octets = readDer(usage);
  // The first octet counts unused bits; then bit 0, digitalSignature, is the highest.
  return octets.tag === TAG.bits && ((octets.content[1] ?? 0) & 0b1100_0000) !== 0;
}

/** The value of an extension, DER. */
function extensionOf(certificate: X509Certificate, dotted: string): Buffer | undefined {
  const wanted = objectId(dotted);
  const fields = childrenOf(childAt(readDer(certificate.raw), 0));
  const list = fields.find((each) => each.tag === 0xa3);
  const extension = list && childrenOf(childAt(list, 0)).find((each) => childAt(each, 0).whole.equals(wanted));
  return extension && childrenOf(extension).at(-1)?.content;
}

/** Issuer and serial number as they stand in the certificate (RFC 5280, 4.1). */
export function issuerAndSerial(certificate: X509Certificate): { readonly issuer: Buffer; readonly serial: Buffer } {
  const fields: readonly DerElement[] = childrenOf(childAt(readDer(certificate.raw), 0));
  const start = fields[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, issuer] = [fields[start], fields[start + 2]];
  if (!serial || !issuer) throw new RangeError("a certificate without issuer");
  return { issuer: issuer.whole, serial: serial.whole };
}
