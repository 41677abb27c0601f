/**
 * The CMS signature of a PDF (RFC 5652) at PAdES level B-B (ETSI EN 319 142-1, 6.3; EN 319 122-1, 5): signed attributes
 * content-type, message-digest and signing-certificate-v2 (RFC 5035). No signing-time: the time stands in the PDF.
 */
import { createHash, type KeyObject, sign } from "node:crypto";
import { issuerAndSerial, type Signer } from "./certificate.ts";
import { context, der, NULL, objectId, sequence, setOf, smallInteger, TAG } from "./der.ts";

/** Identifiers of what a signature is made of. */
export const OID = {
  data: objectId("1.2.840.113549.1.7.1"),
  signedData: objectId("1.2.840.113549.1.7.2"),
  contentType: objectId("1.2.840.113549.1.9.3"),
  messageDigest: objectId("1.2.840.113549.1.9.4"),
  signingCertificateV2: objectId("1.2.840.113549.1.9.16.2.47"),
  rsa: objectId("1.2.840.113549.1.1.1"),
} as const;

/** A digest with its identifier, and that of ECDSA with it (RFC 5754). */
export const DIGESTS = {
  sha256: { id: objectId("2.16.840.1.101.3.4.2.1"), ecdsa: objectId("1.2.840.10045.4.3.2") },
  sha384: { id: objectId("2.16.840.1.101.3.4.2.2"), ecdsa: objectId("1.2.840.10045.4.3.3") },
  sha512: { id: objectId("2.16.840.1.101.3.4.2.3"), ecdsa: objectId("1.2.840.10045.4.3.4") },
} as const;
export type DigestName = keyof typeof DIGESTS;

const LONGER: Readonly<Record<string, DigestName>> = { secp384r1: "sha384", secp521r1: "sha512" };

/** The digest that fits the strength of the key. */
export function digestFor(key: KeyObject): DigestName {
  return LONGER[key.asymmetricKeyDetails?.namedCurve ?? ""] ?? "sha256";
}

/** A detached signature over bytes with this digest, made with {@link digestFor}: ContentInfo, DER. */
export function cmsSignature({ key, certificate, issuers }: Signer, digest: Buffer): Buffer {
  const name = digestFor(key);
  const algorithm = sequence(DIGESTS[name].id);
  const { issuer, serial } = issuerAndSerial(certificate);
  const attributes = setOf(
    attribute(OID.contentType, OID.data),
    attribute(OID.messageDigest, der(TAG.octets, digest)),
    attribute(OID.signingCertificateV2, signingCertificate(certificate.raw, issuer, serial)),
  );
  const signatureAlgorithm = key.asymmetricKeyType === "ec" ? sequence(DIGESTS[name].ecdsa) : sequence(OID.rsa, NULL);
  const signerInfo = sequence(
    smallInteger(1),
    sequence(issuer, serial),
    algorithm,
    // Signed as a SET, stored under the tag of its place (RFC 5652, 5.4).
    Buffer.concat([Buffer.from([0xa0]), attributes.subarray(1)]),
    signatureAlgorithm,
    der(TAG.octets, sign(name, attributes, key)),
  );
  const certificates = [certificate, ...issuers].map(({ raw }) => raw);
  const signedData = sequence(
    smallInteger(1),
    setOf(algorithm),
    sequence(OID.data),
    context(0, ...certificates.sort(Buffer.compare)),
    setOf(signerInfo),
  );
  return sequence(OID.signedData, context(0, signedData));
}

/** No signature of this signer is longer; an ECDSA signature varies by some octets. */
export function mostSignatureBytes(signer: Signer): number {
  return cmsSignature(signer, createHash(digestFor(signer.key)).digest()).length + 16;
}

function attribute(type: Buffer, value: Buffer): Buffer {
  return sequence(type, setOf(value));
}

/** SigningCertificateV2 with one ESSCertIDv2; SHA-256 is the default and DER leaves defaults out (RFC 5035, 3). */
function signingCertificate(raw: Buffer, issuer: Buffer, serial: Buffer): Buffer {
  const hash = der(TAG.octets, createHash("sha256").update(raw).digest());
  const generalNames = sequence(context(4, issuer));
  return sequence(sequence(sequence(hash, sequence(generalNames, serial))));
}
