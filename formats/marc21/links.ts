/** Pairs of fields in two scripts: the regular field names its 880 in $6, and the 880 names it (MARC 21, Appendix A, model A). */
import { isHanScript } from "../../pipeline/record.ts";
import { linkOf, type MarcField, type MarcRecord, marcField } from "./marc-record.ts";

/** Code of Chinese, Japanese and Korean script in $6. */
const CJK = "/$1";

/** Regular fields and their 880s, numbered in the order in which they come. */
export interface Linked {
  readonly regular: readonly MarcField[];
  readonly vernacular: readonly MarcField[];
}

/** Two forms of one field; the number is set by {@link numbered}. */
export interface Pair {
  readonly regular: readonly MarcField[];
  /** Subfields of the other form, or undefined when the field has one form. */
  readonly other?: readonly (readonly [code: string, value: string | undefined])[];
  readonly otherIsHan?: boolean;
}

/** Number the pairs and write their links. */
export function numbered(pairs: readonly Pair[]): Linked {
  const regular: MarcField[] = [];
  const vernacular: MarcField[] = [];
  for (const { regular: own, other, otherIsHan } of pairs) {
    const field = own[0];
    if (field === undefined) continue;
    if (other === undefined) {
      regular.push(field);
      continue;
    }
    const number = String(vernacular.length + 1).padStart(2, "0");
    regular.push({ ...field, subfields: [["6", `880-${number}`], ...field.subfields] });
    const link = `${field.tag}-${number}${otherIsHan ? CJK : ""}`;
    vernacular.push(...marcField("880", field.indicators, ["6", link], ...other));
  }
  return { regular, vernacular };
}

/** The 880 of a field, or undefined. */
export function otherFormOf(record: MarcRecord, field: MarcField): MarcField | undefined {
  const link = linkOf(field);
  if (link?.tag !== "880" || link.number === "00") return undefined;
  return record.fields.find((each) => {
    const back = each.tag === "880" ? linkOf(each) : undefined;
    return back?.tag === field.tag && back.number === link.number;
  });
}

/** True where a text holds characters that MARC puts into an 880. */
export function isHanText(text: string, language?: string): boolean {
  return (language !== undefined && isHanScript(language)) || /[\p{Script=Han}\p{Co}]/u.test(text);
}
