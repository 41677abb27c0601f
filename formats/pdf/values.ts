/**
 * Objects of a PDF and the text that they are in the file (ISO 32000-1, 7.3). A name of ours is plain ASCII; what people wrote
 * goes into hexadecimal strings. Everything but the data of streams is therefore ASCII and can be measured by its length.
 */

/** An object that is already in its written form. */
export interface PdfToken {
  readonly token: string;
}

/** A reference to an indirect object, written before or after. */
export interface PdfRef extends PdfToken {
  readonly objectNumber: number;
}

/** Entries of a dictionary by name, without the slash; undefined ones are left out. */
export interface DictionaryEntries {
  readonly [name: string]: PdfValue | undefined;
}

/** Any object but a stream. */
export type PdfValue = number | boolean | PdfToken | readonly PdfValue[] | DictionaryEntries;

/** A name; `text` has no character that would need an escape. */
export function name(text: string): PdfToken {
  return { token: `/${text}` };
}

/** A string of ASCII without brackets or backslash, such as a language tag. */
export function ascii(text: string): PdfToken {
  return { token: `(${text})` };
}

/** A text string in any script (UTF-16 with its byte order mark; 7.9.2.2). */
export function text(value: string): PdfToken {
  return { token: `<FEFF${utf16Hex(value)}>` };
}

/** A byte string of hexadecimal digits. */
export function hexadecimal(digits: string): PdfToken {
  return { token: `<${digits.toUpperCase()}>` };
}

/** A reference to the object of this number. */
export function reference(objectNumber: number): PdfRef {
  return { objectNumber, token: `${objectNumber} 0 R` };
}

/** The written form. Numbers keep three decimals: a thousandth of a point is less than any device shows. */
export function serialized(value: PdfValue): string {
  if (typeof value === "number") return decimal(value);
  if (typeof value === "boolean") return String(value);
  if (isToken(value)) return value.token;
  if (isArray(value)) return `[${value.map(serialized).join(" ")}]`;
  const entries = Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [`/${key} ${serialized(each)}`]));
  return `<<${entries.join(" ")}>>`;
}

/** A number with at most three decimals and no exponent (7.3.3). */
export function decimal(value: number): string {
  return String(Math.round(value * 1000) / 1000 || 0);
}

/** UTF-16 code units, four hexadecimal digits each, surrogate pairs for characters beyond the BMP. */
export function utf16Hex(value: string): string {
  let hex = "";
  for (let at = 0; at < value.length; at++) hex += hex4(value.charCodeAt(at));
  return hex;
}

/** A number below 65,536 as four hexadecimal digits. */
export function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, "0");
}

function isToken(value: PdfToken | readonly PdfValue[] | DictionaryEntries): value is PdfToken {
  return "token" in value && typeof value.token === "string";
}

function isArray(value: readonly PdfValue[] | DictionaryEntries): value is readonly PdfValue[] {
  return Array.isArray(value);
}
