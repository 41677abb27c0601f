/** Changing a tree of contents: add, rename, set the pages, move into or out of another part, delete. Pure; unknown ids change nothing. */
import type { Contents, ContentsPart } from "./contents.ts";

/** The part of this id, wherever it is. */
export function partOf(contents: Contents, id: string): ContentsPart | undefined {
  for (const part of contents) {
    const found = part.id === id ? part : partOf(part.parts, id);
    if (found) return found;
  }
  return undefined;
}

/** The part that holds the part of this id; undefined at the top. */
export function holderOf(contents: Contents, id: string): ContentsPart | undefined {
  for (const part of contents) {
    const found = part.parts.some((each) => each.id === id) ? part : holderOf(part.parts, id);
    if (found) return found;
  }
  return undefined;
}

/** The tree with another part in the place of the one of that id. */
export function changePart(contents: Contents, id: string, change: (part: ContentsPart) => ContentsPart): Contents {
  return contents.map((part) => (part.id === id ? change(part) : { ...part, parts: changePart(part.parts, id, change) }));
}

/** What a new part is told. */
export type NewPart = Pick<ContentsPart, "id" | "kind" | "title" | "first">;

/**
 * Add a part that begins on a page, inside `holder` or at the top, in the order of the pages. It reaches to where the next one
 * begins, and the one before it ends there at the latest.
 */
export function addPart(contents: Contents, pages: readonly string[], part: NewPart, holder?: string): Contents {
  if (holder !== undefined) {
    return changePart(contents, holder, (each) => ({
      ...each,
      parts: placed(each.parts, pages, part, pages.indexOf(each.last)),
    }));
  }
  return placed(contents, pages, part, pages.length - 1);
}

function placed(siblings: Contents, pages: readonly string[], part: NewPart, end: number): Contents {
  const at = (id: string) => pages.indexOf(id);
  const begin = at(part.first);
  const next = siblings.find(({ first }) => at(first) > begin);
  const last = pages[next ? at(next.first) - 1 : Math.max(begin, end)] ?? part.first;
  const added: ContentsPart = { ...part, last, parts: [] };
  const before = siblings.filter(({ first }) => at(first) <= begin).map((each) => endedBefore(each, pages, begin));
  const after = siblings.filter(({ first }) => at(first) > begin);
  return [...before, added, ...after];
}

function endedBefore(part: ContentsPart, pages: readonly string[], begin: number): ContentsPart {
  const from = pages.indexOf(part.first);
  if (pages.indexOf(part.last) < begin) return part;
  const end = Math.max(from, begin - 1);
  const parts = part.parts
    .filter(({ first }) => pages.indexOf(first) <= end)
    .map((each) => (pages.indexOf(each.last) > end ? endedBefore(each, pages, end + 1) : each));
  return { ...part, last: pages[end] ?? part.last, parts };
}

/** Delete a part; those inside it take its place. */
export function removePart(contents: Contents, id: string): Contents {
  return contents.flatMap((part) => (part.id === id ? part.parts : [{ ...part, parts: removePart(part.parts, id) }]));
}

/** Put a part, with those inside it, into the sibling before it. */
export function movePartIn(contents: Contents, id: string): Contents {
  const at = contents.findIndex((part) => part.id === id);
  const [before, part] = [contents[at - 1], contents[at]];
  if (at === -1) return contents.map((each) => ({ ...each, parts: movePartIn(each.parts, id) }));
  if (!before || !part) return contents;
  const wider = { ...before, last: part.last, parts: [...before.parts, part] };
  return [...contents.slice(0, at - 1), wider, ...contents.slice(at + 1)];
}

/** Take a part out of the one that holds it, to stand behind it; the siblings that followed come inside it. */
export function movePartOut(contents: Contents, pages: readonly string[], id: string): Contents {
  return contents.flatMap((holder) => {
    const at = holder.parts.findIndex((part) => part.id === id);
    const part = holder.parts[at];
    if (!part) return [{ ...holder, parts: movePartOut(holder.parts, pages, id) }];
    // What follows it in the holder cannot stay there: the holder ends before the part begins.
    const [stay, follow] = [holder.parts.slice(0, at), holder.parts.slice(at + 1)];
    const end = Math.max(pages.indexOf(holder.first), pages.indexOf(part.first) - 1);
    const wider = { ...part, last: holder.last, parts: [...part.parts, ...follow] };
    return [{ ...holder, last: pages[end] ?? holder.last, parts: stay }, wider];
  });
}
