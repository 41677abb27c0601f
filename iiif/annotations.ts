/** The text of a page as annotations: one AnnotationPage a canvas and layer, one annotation a line. */
import type { Annotation, AnnotationPage } from "@iiif/presentation-3";
import type { Box, Size } from "../pipeline/geometry.ts";
import type { Book, BookPage } from "./book.ts";
import { GRANULARITY_CONTEXT, PRESENTATION_CONTEXT } from "./context.ts";
import { type Layer, layersOf, TEXT_KINDS } from "./text-kinds.ts";
import type { Uris } from "./uri.ts";

/** An AnnotationPage that stands alone, with its own context. */
export type StandaloneAnnotationPage = Omit<AnnotationPage, "@context"> & { readonly "@context": readonly string[] };

/**
 * The lines of a page in reading order, one annotation page for every layer that the page has: the text as written, its phiên
 * âm, its translation. Each line is a `supplementing` annotation whose target is the line's box on the canvas.
 * Lines without text are left out; the page of the text as written is there even when it is empty.
 * @see https://iiif.io/api/presentation/3.0/#56-annotation-page and https://iiif.io/api/extension/text-granularity/
 */
export function annotationPagesOf(book: Book, page: BookPage, uris: Uris): readonly StandaloneAnnotationPage[] {
  return layersOf(page.text, book.record.language).map((layer) => layerPage(book, page, layer, uris));
}

/**
 * The annotation pages of a page as they are stored: one place for each layer there can be, so that a layer of a page is found
 * by counting.
 */
export function annotationSlots(book: Book, page: BookPage, uris: Uris): readonly (StandaloneAnnotationPage | null)[] {
  const layers = layersOf(page.text, book.record.language);
  return TEXT_KINDS.map((kind) => {
    const layer = layers.find((each) => each.kind === kind);
    return layer ? layerPage(book, page, layer, uris) : null;
  });
}

function layerPage(book: Book, page: BookPage, layer: Layer, uris: Uris): StandaloneAnnotationPage {
  const { item } = book.structure;
  const canvas = uris.canvas(item, page.id);
  return {
    "@context": [GRANULARITY_CONTEXT, PRESENTATION_CONTEXT],
    id: uris.annotationPage(item, page.id, layer.kind),
    type: "AnnotationPage",
    label: layer.label,
    items: page.text.lines.flatMap((line): Annotation[] => {
      const value = layer.textOf(line);
      if (!value) return [];
      // The published types do not know the extension.
      const annotation: Annotation & { readonly textGranularity: "line" } = {
        id: uris.annotation(item, page.id, line.id, layer.kind),
        type: "Annotation",
        motivation: "supplementing",
        textGranularity: "line",
        body: { type: "TextualBody", value, language: layer.language, format: "text/plain" },
        target: `${canvas}#xywh=${wholePixels(line.box, page.text)}`,
      };
      return [annotation];
    }),
  };
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
