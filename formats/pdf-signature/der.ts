/** Writing and reading DER (ITU-T X.690): what a CMS signature and a certificate are made of. Definite lengths only. */

/** One element: its tag octet, the content, and the whole with tag and length. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** Tag octets in use (X.690, 8.1.2). */
export const TAG = { bits: 0x03, octets: 0x04, oid: 0x06, sequence: 0x30, set: 0x31 } as const;
export const NULL: Buffer = Buffer.from([0x05, 0x00]);

/** An element of this tag octet around its parts. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(content.length), content]);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(TAG.sequence, ...parts);
}

/** A SET OF: DER orders its members by their octets (X.690, 11.6). */
export function setOf(...members: readonly Uint8Array[]): Buffer {
  return der(TAG.set, ...[...members].sort(Buffer.compare));
}

/** Element `number` of a context, constructed. */
export function context(number: number, ...parts: readonly Uint8Array[]): Buffer {
  return der(0xa0 + number, ...parts);
}

/** An integer below 128. */
export function smallInteger(value: number): Buffer {
  return Buffer.from([0x02, 0x01, value]);
}

/** An object identifier from its dotted form (X.690, 8.19). */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** The element that begins at `at`. @throws {RangeError} when there is none, whole and of definite length. */
export function readDer(bytes: Buffer, at = 0): DerElement {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || first === 0x80 || first > 0x84) throw new RangeError("no DER element");
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const start = at + 2 + lengthBytes;
  if (start > bytes.length) throw new RangeError("a cut DER element");
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  if (start + length > bytes.length) throw new RangeError("a cut DER element");
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
}

/** The elements inside a constructed one. @throws {RangeError} */
export function childrenOf({ content }: DerElement): readonly DerElement[] {
  const found: DerElement[] = [];
  for (let at = 0; at < content.length; ) {
    const child = readDer(content, at);
    found.push(child);
    at += child.whole.length;
  }
  return found;
}

/** The child at this place. @throws {RangeError} when there are fewer. */
export function childAt(element: DerElement, index: number): DerElement {
  const child = childrenOf(element)[index];
  if (child === undefined) throw new RangeError(`no DER child ${index}`);
  return child;
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets = base256(length);
  return Buffer.from([0x80 + octets.length, ...octets]);
}

function base256(value: number): readonly number[] {
  return value < 256 ? [value] : [...base256(Math.floor(value / 256)), value % 256];
}

function base128(value: number): readonly number[] {
  const octets = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift((rest % 128) + 128);
  return octets;
}
