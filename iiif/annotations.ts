/** The text of a page as annotations: one AnnotationPage a canvas, one annotation a line. */
import type { Annotation, AnnotationPage } from "@iiif/presentation-3";
import type { Box, Size } from "../pipeline/geometry.ts";
import type { TextLine } from "../pipeline/text-layer.ts";
import type { Book, BookPage } from "./book.ts";
import { PRESENTATION_CONTEXT } from "./context.ts";
import { bilingual, textLanguage } from "./language.ts";
import type { Uris } from "./uri.ts";

/** An AnnotationPage that stands alone, with its own context. */
export type StandaloneAnnotationPage = AnnotationPage & { readonly "@context": string };

/**
 * The lines of a page in reading order, as `supplementing` annotations whose target is the line's box on the canvas.
 * A phiên âm is an annotation of its own on the same box, so that a viewer can tell the languages apart.
 * Lines without text are left out.
 */
export function annotationPageOf(book: Book, page: BookPage, uris: Uris): StandaloneAnnotationPage {
  const { item } = book.structure;
  return {
    "@context": PRESENTATION_CONTEXT,
    id: uris.annotationPage(item, page.id),
    type: "AnnotationPage",
    label: bilingual("Văn bản của trang", "Text of the page"),
    items: page.text.lines.flatMap((line) => annotationsOf(book, page, line, uris)),
  };
}

function annotationsOf(book: Book, page: BookPage, line: TextLine, uris: Uris): Annotation[] {
  const { item } = book.structure;
  const target = `${uris.canvas(item, page.id)}#xywh=${wholePixels(line.box, page.text)}`;
  const language = textLanguage(page.text.script, book.record.language);
  const annotation = (id: string, value: string, tag: string): Annotation => ({
    id,
    type: "Annotation",
    motivation: "supplementing",
    body: { type: "TextualBody", value, language: tag, format: "text/plain" },
    target,
  });
  return [
    ...(line.text === "" ? [] : [annotation(uris.annotation(item, page.id, line.id), line.text, language)]),
    ...(line.phienAm ? [annotation(uris.annotation(item, page.id, line.id, "phien-am"), line.phienAm, "vi")] : []),
  ];
}

/** `x,y,w,h` in whole pixels, grown outwards, at least one pixel wide and high, and never outside the canvas. */
export function wholePixels(box: Box, canvas: Size): string {
  const [x, width] = span(box.x, box.width, canvas.width);
  const [y, height] = span(box.y, box.height, canvas.height);
  return `${x},${y},${width},${height}`;
}

function span(start: number, length: number, limit: number): readonly [start: number, length: number] {
  const from = Math.min(limit - 1, Math.max(0, Math.floor(start)));
  const to = Math.min(limit, Math.max(from + 1, Math.ceil(start + length)));
  return [from, to - from];
}
