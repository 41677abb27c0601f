/** Changing how leaves are numbered, one mark at a time. Pure. */
import type { FolioMark, FolioScheme, Numbering } from "./numbering.ts";

/** Counting sides from 1a, with nothing remarkable. */
export const PLAIN_NUMBERING: Numbering = { scheme: "sides", marks: [] };

/** What is said of one page; undefined when nothing is. */
export function markOn({ marks }: Numbering, page: string): FolioMark | undefined {
  return marks.find((mark) => mark.page === page);
}

/** Say this of its page, instead of what was said before. */
export function withMark(numbering: Numbering, mark: FolioMark): Numbering {
  return { ...numbering, marks: [...numbering.marks.filter(({ page }) => page !== mark.page), mark] };
}

/** Say nothing of the page any more. */
export function withoutMark(numbering: Numbering, page: string): Numbering {
  return { ...numbering, marks: numbering.marks.filter((mark) => mark.page !== page) };
}

/** Count what each picture shows. */
export function withScheme(numbering: Numbering, scheme: FolioScheme): Numbering {
  return { ...numbering, scheme };
}

/** The next fascicle begins on this page with leaf 1; `pages` in their order say how many began before it. */
export function withNewFascicle(numbering: Numbering, pages: readonly string[], page: string): Numbering {
  const before = new Set(pages.slice(0, Math.max(0, pages.indexOf(page))));
  const numbers = numbering.marks.flatMap((mark) =>
    mark.kind === "start" && before.has(mark.page) && mark.fascicle !== undefined ? [mark.fascicle] : [],
  );
  // The first fascicle has no mark as long as it is the only one.
  const fascicle = Math.max(1, ...numbers) + 1;
  const first = pages.find((each) => markOn(numbering, each)?.kind !== "unnumbered");
  const isFirstNamed = numbers.length > 0 || first === undefined || first === page;
  const base = isFirstNamed
    ? numbering
    : withMark(numbering, { kind: "start", leaf: 1, side: "a", ...startOn(numbering, first), page: first, fascicle: 1 });
  return withMark(base, { page, kind: "start", leaf: 1, side: "a", fascicle: first === page ? 1 : fascicle });
}

function startOn(numbering: Numbering, page: string): Partial<Extract<FolioMark, { kind: "start" }>> {
  const mark = markOn(numbering, page);
  return mark?.kind === "start" ? { leaf: mark.leaf, side: mark.side } : {};
}
