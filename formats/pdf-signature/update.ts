/**
 * A signature field as an incremental update (ISO 32000-1, 12.7.4.5, 12.8): the bytes of the PDF stay as they are, and what is
 * appended is known before it is signed, so that nothing written is ever patched.
 */
import { createHash } from "node:crypto";
import type { ByteSource } from "../byte-source.ts";
import { type DictionaryEntries, hexadecimal, name, type PdfValue, reference, text } from "../pdf/values.ts";
import { arrayTexts, type DictionaryTexts, dictionaryTexts, referenceNumber, stringBytes } from "./dictionary-text.ts";
import { createNewObjects, type NewObjects } from "./new-objects.ts";
import { catalogOf, openRevision, type PdfRevision, readAt, unreadable } from "./revision.ts";
import { addSeal, type Rectangle, type SealPicture, type SealPlace, sealRectangle } from "./seal.ts";

/** What a signature says besides who made it. */
export interface SignatureStatement {
  readonly name: string;
  /** When, with the offset from UTC, as a date of PDF (7.9.4). */
  readonly pdfDate: string;
  readonly reason?: string;
  readonly location?: string;
  readonly seal?: { readonly picture: SealPicture; readonly place: SealPlace };
}

/** An update without its signature: what is signed is the file before it and both parts. */
export interface UnsignedUpdate {
  readonly beforeContents: Buffer;
  readonly afterContents: Buffer;
  /** The contents with `signature` in them. @throws {RangeError} when there is not enough room. */
  contents(signature: Buffer): Buffer;
}

const BYTE_RANGE = "/ByteRange [";
const BYTE_RANGE_DIGITS = 48;
/** Print, and locked against moving (12.5.3). */
const FLAGS = 4 + 128;
/** Signatures exist; further changes are to be appended (12.7.2). */
const SIG_FLAGS = 3;

/**
 * The update for one more signature of at most `signatureBytes`.
 * @throws {InputError} SIGN-PDF when the PDF is damaged, encrypted, or has no cross-reference table.
 */
export async function signatureUpdate(
  source: ByteSource,
  statement: SignatureStatement,
  signatureBytes: number,
): Promise<UnsignedUpdate> {
  const revision = await openRevision(source);
  const catalog = await catalogOf(revision);
  const page = await firstPage(revision, catalog.entries);
  const form = await formOf(revision, catalog.entries);
  const lead = (await readAt(source, source.sizeBytes - 1, 1))[0] === 0x0a ? "" : "\n";
  const objects = createNewObjects(source.sizeBytes, lead, revision.size);
  const [value, field] = [objects.reserve(), objects.reserve()];
  const room = "0".repeat(signatureBytes * 2);
  objects.add(value, signatureValue(statement, room));
  const place = statement.seal && sealRectangle(statement.seal.picture, statement.seal.place, page.mediaBox, page.userUnit);
  const appearance = statement.seal && place && addSeal(objects, statement.seal.picture, place);
  objects.add(field, {
    ...{ Type: name("Annot"), Subtype: name("Widget"), FT: name("Sig"), T: text(`Signature${form.fields.length + 1}`) },
    ...{ V: value, F: FLAGS, P: reference(page.number), Rect: place ?? [0, 0, 0, 0] },
    AP: appearance && { N: appearance },
  });
  objects.add(reference(page.number), changed(page.entries, { Annots: [...page.annotations.map(token), field] }));
  const acroForm = changed(form.entries, { Fields: [...form.fields.map(token), field], SigFlags: SIG_FLAGS });
  objects.add(reference(catalog.number), changed(catalog.entries, { AcroForm: acroForm }));
  return unsigned(finished(objects, revision, statement), room, source.sizeBytes);
}

function signatureValue({ name: who, pdfDate, reason, location }: SignatureStatement, room: string): PdfValue {
  return {
    ...{ Type: name("Sig"), Filter: name("Adobe.PPKLite"), SubFilter: name("ETSI.CAdES.detached") },
    ByteRange: token(`[${" ".repeat(BYTE_RANGE_DIGITS)}]`),
    Contents: hexadecimal(room),
    ...{ M: token(`(${pdfDate})`), Name: text(who) },
    Reason: reason === undefined ? undefined : text(reason),
    Location: location === undefined ? undefined : text(location),
  };
}

/** The permanent identifier stays, the changing one changes (14.4). */
function finished(objects: NewObjects, revision: PdfRevision, statement: SignatureStatement): Buffer {
  const { trailer, startxref } = revision;
  const [permanent] = arrayTexts(trailer.get("ID") ?? "[]");
  if (permanent === undefined) throw unreadable("ID");
  const about = `${startxref} ${objects.position()} ${statement.pdfDate} ${statement.name}`;
  const changing = createHash("sha256").update(stringBytes(permanent)).update(about).digest("hex").slice(0, 32);
  const kept = ["Root", "Info"].flatMap((key) => {
    const found = trailer.get(key);
    return found === undefined ? [] : [[key, token(found)] as const];
  });
  return objects.finish({ ...Object.fromEntries(kept), ID: [token(permanent), hexadecimal(changing)], Prev: startxref });
}

/** Find the gap, and say around it what is signed (12.8.1). */
function unsigned(update: Buffer, room: string, start: number): UnsignedUpdate {
  const gap = update.indexOf(`<${room}>`, 0, "latin1");
  const gapEnd = gap + room.length + 2;
  const ranges = `0 ${start + gap} ${start + gapEnd} ${update.length - gapEnd}`;
  update.write(ranges, update.indexOf(BYTE_RANGE) + BYTE_RANGE.length, "latin1");
  return {
    beforeContents: update.subarray(0, gap),
    afterContents: update.subarray(gapEnd),
    contents(signature) {
      const hex = signature.toString("hex").toUpperCase();
      if (hex.length > room.length) throw new RangeError(`a signature of ${signature.length} bytes has no room`);
      return Buffer.from(`<${hex.padEnd(room.length, "0")}>`, "latin1");
    },
  };
}

async function firstPage(revision: PdfRevision, catalog: DictionaryTexts) {
  let number = referenceNumber(catalog.get("Pages"));
  let [mediaBox, userUnit] = [undefined as string | undefined, 1];
  for (let depth = 0; depth < 32; depth++) {
    const entries = dictionaryTexts(await revision.object(number));
    mediaBox = entries.get("MediaBox") ?? mediaBox;
    userUnit = Number(entries.get("UserUnit") ?? 1);
    if (entries.get("Type") === "/Page" && number !== undefined && mediaBox !== undefined) {
      const box = arrayTexts(mediaBox).map(Number) as unknown as Rectangle;
      return { number, entries, mediaBox: box, userUnit, annotations: await listOf(revision, entries.get("Annots")) };
    }
    number = referenceNumber(arrayTexts(entries.get("Kids") ?? "[]")[0]);
  }
  throw unreadable("Pages");
}

async function formOf(revision: PdfRevision, catalog: DictionaryTexts) {
  const found = catalog.get("AcroForm");
  const number = referenceNumber(found);
  const entries = dictionaryTexts(number === undefined ? (found ?? "<<>>") : await revision.object(number));
  return { entries, fields: await listOf(revision, entries.get("Fields")) };
}

async function listOf(revision: PdfRevision, list: string | undefined): Promise<readonly string[]> {
  const number = referenceNumber(list);
  return arrayTexts(number === undefined ? (list ?? "[]") : await revision.object(number));
}

/** The references of the signature fields of a revision, and their dictionaries. Used to check what was signed. */
export async function signatureValues(revision: PdfRevision): Promise<readonly DictionaryTexts[]> {
  const { fields } = await formOf(revision, (await catalogOf(revision)).entries);
  const found: DictionaryTexts[] = [];
  for (const each of fields) {
    const field = dictionaryTexts(await revision.object(referenceNumber(each)));
    const value = field.get("V");
    if (field.get("FT") === "/Sig" && value !== undefined)
      found.push(dictionaryTexts(await revision.object(referenceNumber(value))));
  }
  return found;
}

function changed(entries: DictionaryTexts, changes: DictionaryEntries): DictionaryEntries {
  return { ...Object.fromEntries([...entries].map(([key, value]) => [key, token(value)])), ...changes };
}

function token(written: string): PdfValue {
  return { token: written };
}
