/** One page as a canvas: its picture, its thumbnail, and a pointer to its text. */
import type { ContentResource, Service } from "@iiif/presentation-3";
import type { ManifestBuilder } from "iiif-builder";
import type { Size } from "../pipeline/geometry.ts";
import type { Book, BookPage } from "./book.ts";
import { bilingual, neutral } from "./language.ts";
import type { Uris } from "./uri.ts";

/** Longest side of the thumbnails that a manifest names, in pixels. */
const THUMBNAIL_PX = 200;

/** Add the page to the manifest. The canvas has the pixel size of `image/clean`, so boxes of text need no conversion. */
export function addCanvas(manifest: ManifestBuilder, uris: Uris, book: Book, page: BookPage): void {
  const id = uris.canvas(book.structure.item, page.id);
  manifest.createCanvas(id, (canvas) => {
    canvas.setLabel(neutral(page.label));
    canvas.setWidth(page.text.width);
    canvas.setHeight(page.text.height);
    canvas.addThumbnail(thumbnailOf(uris, page));
    canvas.createAnnotationPage(`${id}/painting`, (painting) => {
      painting.createAnnotation({
        id: `${id}/painting/image`,
        type: "Annotation",
        motivation: "painting",
        target: id,
        body: imageResource(uris, page, "full/max/0/default.jpg", page.text),
      });
    });
    // Referenced, not embedded: a book of 300 pages of 20 columns would make a manifest of megabytes.
    canvas.addAnnotations({
      id: uris.annotationPage(book.structure.item, page.id),
      type: "AnnotationPage",
      label: bilingual("Văn bản của trang", "Text of the page"),
    });
  });
}

/** The small picture of a page. */
export function thumbnailOf(uris: Uris, page: BookPage): ContentResource {
  const size = fitInto(page.text, THUMBNAIL_PX);
  return imageResource(uris, page, `full/${size.width},${size.height}/0/default.jpg`, size);
}

/** The size that fits a square of `longestPx` without being enlarged. */
export function fitInto(size: Size, longestPx: number): Size {
  const scale = Math.min(1, longestPx / Math.max(size.width, size.height));
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

function imageResource(uris: Uris, page: BookPage, request: string, size: Size): ContentResource {
  const service: Service[] = [{ id: uris.imageService(page.id), type: "ImageService3", profile: "level2" }];
  const { width, height } = size;
  return { id: uris.image(page.id, request), type: "Image", format: "image/jpeg", width, height, service };
}
