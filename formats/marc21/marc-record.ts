/** A MARC 21 record as plain values (loc.gov/marc/bibliographic). */
import { XML_FORBIDDEN } from "../xml.ts";

/** A data field with its subfields in order. */
export interface MarcField {
  readonly tag: string;
  /** Two characters. */
  readonly indicators: string;
  readonly subfields: readonly (readonly [code: string, value: string])[];
}

/** Fields in the order of the record. */
export interface MarcRecord {
  /** 24 characters; lengths are filled in by `iso2709.ts`. */
  readonly leader: string;
  readonly controls: readonly (readonly [tag: string, value: string])[];
  readonly fields: readonly MarcField[];
}

/**
 * A data field; subfields without a value are left out, and characters that neither ISO 2709 nor XML can hold. Undefined when
 * nothing is left.
 */
export function marcField(
  tag: string,
  indicators: string,
  ...subfields: readonly (readonly [code: string, value: string | undefined])[]
): readonly MarcField[] {
  const filled = subfields.flatMap(([code, value]) => {
    const kept = value?.replace(XML_FORBIDDEN, "");
    return kept === undefined || kept === "" ? [] : [[code, kept] as const];
  });
  return filled.every(([code]) => code === "6") ? [] : [{ tag, indicators, subfields: filled }];
}

/** The first value of a subfield. */
export function subfield(field: MarcField | undefined, code: string): string | undefined {
  return field?.subfields.find(([each]) => each === code)?.[1];
}

/** All values of a subfield. */
export function subfieldsOf(field: MarcField, code: string): readonly string[] {
  return field.subfields.filter(([each]) => each === code).map(([, value]) => value);
}

/** The fields of these tags, in order. */
export function fieldsOfTag({ fields }: MarcRecord, ...tags: readonly string[]): readonly MarcField[] {
  return fields.filter(({ tag }) => tags.includes(tag));
}

/** What $6 says: the tag and the number that tie a field to its form in another script (Appendix A). */
export function linkOf(field: MarcField): { readonly tag: string; readonly number: string } | undefined {
  const match = /^(\d{3})-(\d{2})/.exec(subfield(field, "6") ?? "");
  return match?.[1] && match[2] ? { tag: match[1], number: match[2] } : undefined;
}
