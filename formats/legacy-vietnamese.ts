/**
 * Vietnamese from before Unicode: TCVN3 (ABC, the fonts named .Vn…) and VNI (the fonts named VNI-…) put other letters into the
 * places of Latin-1, so their text looks like "Th­ viÖn" or "Thö vieän". Windows-1258 is a code page of its own.
 * Source of both tables: TCVN 5712:1993 and the VNI-Windows encoding, as RFC 1456 and the fonts have them.
 */

/** Encodings of tables that a person may name. */
export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1258", "tcvn3", "vni"] as const;
/** One of {@link ENCODINGS}. */
export type Encoding = (typeof ENCODINGS)[number];

/** Letters in the order of the code table below. */
const TCVN3_LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ";
const TCVN3_CODES = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§";

const VNI_MARKS: Readonly<Record<string, string>> = { ø: "\u0300", ù: "\u0301", û: "\u0309", õ: "\u0303", ï: "\u0323" };
/** A vowel with its mark, then with the marks of tones on top of that. */
const VNI_SHAPES: Readonly<Record<string, string>> = {
  ê: "\u0306",
  è: "\u0306\u0300",
  é: "\u0306\u0301",
  ú: "\u0306\u0309",
  ü: "\u0306\u0303",
  ë: "\u0306\u0323",
  â: "\u0302",
  à: "\u0302\u0300",
  á: "\u0302\u0301",
  å: "\u0302\u0309",
  ã: "\u0302\u0303",
  ä: "\u0302\u0323",
};
const VNI_ALONE: Readonly<Record<string, string>> = {
  ñ: "đ",
  Ñ: "Đ",
  ô: "ơ",
  Ô: "Ơ",
  ö: "ư",
  Ö: "Ư",
  æ: "ỉ",
  ó: "ĩ",
  ò: "ị",
  î: "ỵ",
  Æ: "Ỉ",
  Ó: "Ĩ",
  Ò: "Ị",
  Î: "Ỵ",
};

const TCVN3: ReadonlyMap<string, string> = new Map([...TCVN3_CODES].map((code, at) => [code, [...TCVN3_LETTERS][at] as string]));

/** Text of a TCVN3 font that was taken for Latin-1. */
export function fromTcvn3(text: string): string {
  return [...text].map((character) => TCVN3.get(character) ?? character).join("");
}

/** Text of a VNI font that was taken for Latin-1. */
export function fromVni(text: string): string {
  const characters = [...text];
  const built: string[] = [];
  for (const character of characters) {
    const before = built.at(-1) ?? "";
    const lower = character.toLowerCase();
    const shape = /^[aeo]$/i.test(before) ? VNI_SHAPES[lower] : undefined;
    const mark = /^[aeouyơư]$/i.test(before) ? VNI_MARKS[lower] : undefined;
    const marks = shape ?? mark;
    if (marks) built[built.length - 1] = `${before}${marks}`.normalize("NFC");
    else built.push(VNI_ALONE[character] ?? character);
  }
  return built.join("");
}

/** Bytes as text. @returns undefined when they are no text of the encoding */
export function decodeVietnamese(bytes: Uint8Array, encoding: Encoding): string | undefined {
  const convert = CONVERSIONS[encoding];
  if (convert) return convert(decoded(bytes, carrierOf(bytes)) ?? "");
  return decoded(bytes, encoding)?.normalize("NFC");
}

/** Letters of old fonts: what the text of their carrier means. */
export const CONVERSIONS: Readonly<Partial<Record<Encoding, (text: string) => string>>> = { tcvn3: fromTcvn3, vni: fromVni };

/** How the letters of old fonts are kept: as bytes, or as the Latin letters of these bytes in a file that was saved as UTF-8 since. */
export function carrierOf(bytes: Uint8Array): "latin1" | "utf-8" {
  const text = decoded(bytes, "utf-8");
  return text !== undefined && /[^\p{ASCII}]/u.test(text) ? "utf-8" : "latin1";
}

function decoded(bytes: Uint8Array, encoding: Encoding | "latin1"): string | undefined {
  try {
    return encoding === "latin1" ? latin1(bytes) : new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** `TextDecoder` takes "latin1" for windows-1252, which has other letters in 0x80–0x9F. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** What Vietnamese syllables look like, tones and all; words of registers are told from chance by whole syllables. */
const SYLLABLE =
  /^(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?(?:[aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ]{1,3})(?:ng|nh|ch|[cmnpt])?$/u;
const MARKED = /[àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ]/u;

/** How many words with Vietnamese letters are syllables, less those that are none. */
export function vietnameseScore(text: string): number {
  const words =
    text
      .slice(0, 200_000)
      .toLowerCase()
      .match(/[\p{L}\u00ad¨©®«¬µ¶·¸¹»¼½¾×÷¡-§]+/gu) ?? [];
  let score = 0;
  for (const word of words) {
    if (/^[a-z]+$/.test(word) || /\p{Script=Han}/u.test(word)) continue;
    score += SYLLABLE.test(word) && MARKED.test(word) ? 1 : -1;
  }
  return score;
}

/**
 * The old encoding that the text of a table is most likely in, when it reads better in it than as it stands: for bytes that are
 * no UTF-8, and for UTF-8 into which old text was saved. Undefined when it is best as it stands.
 */
export function likelyEncoding(bytes: Uint8Array): Encoding | undefined {
  const asStands = scoreIn(bytes, "utf-8");
  const isUtf8 = asStands !== undefined;
  const candidates = (["windows-1258", "tcvn3", "vni"] as const).flatMap((encoding) => {
    // A code page of its own is no font: no UTF-8 has it in it.
    const score = isUtf8 && encoding === "windows-1258" ? undefined : scoreIn(bytes, encoding);
    return score === undefined ? [] : [{ encoding, score }];
  });
  const [best] = candidates.sort((a, b) => b.score - a.score);
  return best && best.score > Math.max(asStands ?? 0, 0) ? best.encoding : undefined;
}

/**
 * The encoding that the bytes are in when they cannot be in the one that a person named for them: a text that reads well as it
 * stands and badly as it was named would be stored garbled. Undefined when the name may be right.
 */
export function misnamed(bytes: Uint8Array, named: Encoding): Encoding | undefined {
  const actual = actualEncoding(bytes, named);
  if (actual === undefined || actual === named) return undefined;
  // What cannot be so is not weighed.
  if (actual === "utf-16le" || named.startsWith("utf-16") || (CONVERSIONS[named] && actual === "utf-8")) return actual;
  const [asNamed, asActual] = [scoreIn(bytes, named) ?? Number.NEGATIVE_INFINITY, scoreIn(bytes, actual) ?? 0];
  return asNamed < Math.max(asActual, 1) ? actual : undefined;
}

function actualEncoding(bytes: Uint8Array, named: Encoding): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  // Separators and line ends of UTF-16 have an empty byte each.
  if (named.startsWith("utf-16")) return bytes.includes(0) ? named : (likelyEncoding(bytes) ?? "utf-8");
  const isOldFont = CONVERSIONS[named] !== undefined;
  if (isOldFont && UNICODE_VIETNAMESE.test(decoded(bytes, "utf-8") ?? "")) return "utf-8";
  // Latin letters alone may be those of an old font, in a text too short to be sure of.
  return likelyEncoding(bytes) ?? (carrierOf(bytes) === "utf-8" && !isOldFont ? "utf-8" : undefined);
}

/** Letters that Latin-1 has not: text of an old font has none of them, however it was saved. */
const UNICODE_VIETNAMESE = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]/;

function scoreIn(bytes: Uint8Array, encoding: Encoding): number | undefined {
  const text = decodeVietnamese(bytes, encoding);
  return text === undefined ? undefined : vietnameseScore(text);
}
