/** Which page of the sample book carries what. */
import { BINH_NGO_DAI_CAO, NAM_QUOC_SON_HA, THIEN_DO_CHIEU, TRUYEN_KIEU_NOM, TRUYEN_KIEU_QUOC_NGU } from "./texts.ts";

/** What one page says and how it is set. */
export interface PageContent {
  readonly kind: "han" | "nom" | "quoc-ngu" | "blank";
  /** Columns of a leaf, right to left, or lines of a Quốc ngữ page, top to bottom. */
  readonly lines: readonly string[];
  /** Room for so many columns on the page; the last ones may stay empty. */
  readonly columns: number;
  /** Room for so many characters in a column. */
  readonly rows: number;
}

const PROSE = { columns: 8, rows: 16 };
const VERSE = { columns: TRUYEN_KIEU_NOM.length, rows: 14 };
const BLANK: PageContent = { kind: "blank", lines: [], ...PROSE };

/** A book has a blank leaf from this many pages on. */
const PAGES_FOR_A_BLANK = 5;

/**
 * The contents of a book of so many pages: a poem, prose in Hán, verse in Nôm, one blank leaf, on demand one page in Quốc
 * ngữ; longer books begin again. A whole leaf (`halves` 2) holds twice the columns of prose.
 */
export function contentsOf(pages: number, halves: 1 | 2, quocNguPage?: number): readonly PageContent[] {
  const cycle = chapters(halves);
  const quocNgu: PageContent = { kind: "quoc-ngu", lines: TRUYEN_KIEU_QUOC_NGU, columns: 1, rows: TRUYEN_KIEU_QUOC_NGU.length };
  const result: PageContent[] = [];
  for (let i = 0, taken = 0; i < pages; i++) {
    if (i + 1 === quocNguPage) result.push(quocNgu);
    else if (pages >= PAGES_FOR_A_BLANK && i === PAGES_FOR_A_BLANK - 2) result.push(BLANK);
    else result.push(cycle[taken++ % cycle.length] ?? BLANK);
  }
  return result;
}

function chapters(halves: 1 | 2): readonly PageContent[] {
  const poem: PageContent = { kind: "han", lines: NAM_QUOC_SON_HA, columns: 5 * halves, rows: 7 };
  const prose = (text: string) => paginate("han", cut(text, PROSE.rows), { ...PROSE, columns: PROSE.columns * halves });
  const verse = paginate("nom", TRUYEN_KIEU_NOM, { ...VERSE, columns: VERSE.columns * halves });
  const han = prose(BINH_NGO_DAI_CAO);
  return [poem, ...han.slice(0, 1), ...verse, ...han.slice(1), ...prose(THIEN_DO_CHIEU)];
}

function cut(text: string, rows: number): readonly string[] {
  const characters = [...text];
  const lines: string[] = [];
  for (let i = 0; i < characters.length; i += rows) lines.push(characters.slice(i, i + rows).join(""));
  return lines;
}

function paginate(kind: PageContent["kind"], lines: readonly string[], room: { columns: number; rows: number }): PageContent[] {
  const pages: PageContent[] = [];
  for (let i = 0; i < lines.length; i += room.columns) pages.push({ kind, lines: lines.slice(i, i + room.columns), ...room });
  return pages;
}
