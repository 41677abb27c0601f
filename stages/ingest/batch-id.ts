/** Identifiers of batches and items, made from the shelfmark that a folder is named after. */
import { InputError } from "../../pipeline/errors.ts";

const FORM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

/** True when the text can stand in addresses and object names as it is. */
export function isBatchId(text: string): boolean {
  return FORM.test(text) && !text.includes("..");
}

/**
 * The identifier for a folder name: marks stripped, đ as d, everything else that is no ASCII letter, digit, dot,
 * underscore or hyphen as one hyphen. The name as written stays the shelfmark.
 * @throws {InputError} BATCH-ID when so little is left that the identifier would no longer tell the name.
 */
export function batchIdOf(folderName: string): string {
  const written = folderName.normalize("NFC").trim();
  const isPath = /[/\\\0]/.test(written) || /^\.*$/.test(written);
  const plain = written.replaceAll("đ", "d").replaceAll("Đ", "D").normalize("NFD").replace(/\p{M}/gu, "");
  const id = plain
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  const lost = (plain.match(/[\p{L}\p{N}]/gu) ?? []).filter((each) => !/[A-Za-z0-9]/.test(each)).length;
  if (isPath || !isBatchId(id) || lost > 0) throw new InputError({ code: "BATCH-ID", subject: folderName.slice(0, 100) });
  return id;
}
