/** Column names of tables as people write them: any case, with or without marks, in Vietnamese or English. */

/** The name without case, marks and punctuation, so that "Ký hiệu kho", "KY HIEU KHO" and "ky_hieu_kho" are one. */
export function foldColumnName(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
