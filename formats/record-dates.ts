/** The dates that records hold for machines. */

/** EDTF level 1 (ISO 8601-2) as far as records use it: years to days, `X` for unknown digits, `?~%`, intervals and open ends. */
const EDTF_DATE = "-?(?:\\d{4}|\\d{3}X|\\d{2}XX|\\dXXX)(?:-(?:\\d{2}|\\dX|XX)){0,2}[?~%]?";
const EDTF = new RegExp(`^(?:${EDTF_DATE}|(?:${EDTF_DATE}|\\.\\.)?/(?:${EDTF_DATE}|\\.\\.)?)$`);

/** True for a date as records want it: 1840, 184X, 1840~, 1840/1841. */
export function isEdtf(text: string): boolean {
  return EDTF.test(text);
}
