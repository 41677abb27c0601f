/** How a page of the structure is called in the PDF. */

/** A leaf with its side (1a, 12b), as folios are counted, is shown as "tờ 1a"; every other label as it is. */
export function leafLabel(label: string): string {
  return /^\d+[a-z]$/.test(label) ? `tờ ${label}` : label;
}
