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
  const decoder = encoding === "tcvn3" || encoding === "vni" ? "latin1" : encoding;
  try {
    const text = decoder === "latin1" ? latin1(bytes) : new TextDecoder(decoder, { fatal: true }).decode(bytes);
    if (encoding === "tcvn3") return fromTcvn3(text);
    return encoding === "vni" ? fromVni(text) : text.normalize("NFC");
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
  const utf8 = decodeVietnamese(bytes, "utf-8");
  const asStands = utf8 === undefined ? Number.NEGATIVE_INFINITY : vietnameseScore(utf8);
  const candidates = (["windows-1258", "tcvn3", "vni"] as const).flatMap((encoding) => {
    const text = utf8 !== undefined ? converted(utf8, encoding) : decodeVietnamese(bytes, encoding);
    return text === undefined ? [] : [{ encoding, score: vietnameseScore(text) }];
  });
  const [best] = candidates.sort((a, b) => b.score - a.score);
  return best && best.score > Math.max(asStands, 0) ? best.encoding : undefined;
}

/** Old text that was saved as Unicode letter by letter. */
function converted(text: string, encoding: Encoding): string | undefined {
  if (encoding === "tcvn3") return fromTcvn3(text);
  return encoding === "vni" ? fromVni(text) : undefined;
}
