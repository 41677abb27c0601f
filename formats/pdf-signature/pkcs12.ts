/**
 * What is in a PKCS#12 file (RFC 7292): keys and certificates, as DER. Reads the encryption of today (PBES2 with AES, MAC with
 * SHA-256) and that of older programs (3DES, 40-bit RC2, MAC with SHA-1), which `node:crypto` of OpenSSL 3 no longer knows.
 */
import forge from "node-forge";
import { InputError } from "../../pipeline/errors.ts";

/** The contents, in the order of the file. */
export interface Pkcs12Contents {
  /** PKCS#8 (RFC 5958). */
  readonly keys: readonly Buffer[];
  readonly certificates: readonly Buffer[];
}

/**
 * Open the file with its password.
 * @throws {InputError} SIGN-P12 when it is no such file, SIGN-PASSWORD when the password is not its own.
 */
export function readPkcs12(bytes: Buffer, password: string, subject: string): Pkcs12Contents {
  const container = parsed(bytes, subject);
  const opened = open(container, password, subject);
  const bags = (type: string | undefined) => (type === undefined ? [] : (opened.getBags({ bagType: type })[type] ?? []));
  const { keyBag, pkcs8ShroudedKeyBag, certBag } = forge.pki.oids;
  return {
    keys: [...bags(pkcs8ShroudedKeyBag), ...bags(keyBag)].map(keyOf),
    certificates: bags(certBag).map(certificateOf),
  };
}

function parsed(bytes: Buffer, subject: string): forge.asn1.Asn1 {
  try {
    const container = forge.asn1.fromDer(forge.util.createBuffer(bytes.toString("latin1")));
    // The version stands first; whatever else is DER, such as a certificate alone, has none.
    if (Array.isArray(container.value) && container.value[0]?.type === forge.asn1.Type.INTEGER) return container;
    throw new TypeError("no PFX");
  } catch (cause) {
    throw new InputError({ code: "SIGN-P12", subject, cause });
  }
}

/**
 * Key derivation of PKCS#12 takes the password in UTF-16 (RFC 7292, B.1), PBES2 takes octets, which are UTF-8 wherever such a
 * file is made; the library hands one and the same string to both. So what lies beyond ASCII is tried a second time as UTF-8,
 * when the MAC has proved the password and is taken away.
 */
function open(container: forge.asn1.Asn1, password: string, subject: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(container, false, password);
  } catch (first) {
    if (/mac could not be verified/i.test(String(first))) throw new InputError({ code: "SIGN-PASSWORD", subject, cause: first });
    try {
      const withoutMac = { ...container, value: (container.value as forge.asn1.Asn1[]).slice(0, 2) };
      return forge.pkcs12.pkcs12FromAsn1(withoutMac, false, forge.util.encodeUtf8(password));
    } catch (cause) {
      // Without a MAC a wrong password is seen only in what it decrypts to.
      const isPassword = /wrong password|invalid password|failed to decrypt/i.test(String(cause));
      throw new InputError({ code: isPassword ? "SIGN-PASSWORD" : "SIGN-P12", subject, cause });
    }
  }
}

/** The library decodes RSA keys and keeps the DER of all others. */
function keyOf(bag: forge.pkcs12.Bag): Buffer {
  if (!bag.key) return toDer(bag.asn1);
  return toDer(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)));
}

function certificateOf(bag: forge.pkcs12.Bag): Buffer {
  return toDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1);
}

function toDer(value: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(value).getBytes(), "latin1");
}
