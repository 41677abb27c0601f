/** One page as a canvas: its picture, its thumbnail, and pointers to its text. */
import type { ContentResource, Service } from "@iiif/presentation-3";
import type { ManifestBuilder } from "iiif-builder";
import type { Size } from "../pipeline/geometry.ts";
import type { Book, BookPage } from "./book.ts";
import type { Edition } from "./edition.ts";
import { neutral } from "./language.ts";
import { linkedRecord } from "./linked-page.ts";
import { layersOf } from "./text-kinds.ts";

/** Longest side of the thumbnails that manifests name, in pixels. */
export const THUMBNAIL_PX = 200;

/** Add the page to the manifest. The canvas has the pixel size of `image/clean`, so boxes of text need no conversion. */
export function addCanvas(manifest: ManifestBuilder, edition: Edition, book: Book, page: BookPage): void {
  const { uris } = edition;
  const { item } = book.structure;
  const id = uris.canvas(item, page.id);
  manifest.createCanvas(id, (canvas) => {
    canvas.setLabel(neutral(page.label));
    canvas.setWidth(page.text.width);
    canvas.setHeight(page.text.height);
    canvas.addThumbnail(thumbnailOf(edition, page.id, page.text));
    canvas.addSeeAlso(linkedRecord(uris.alto(item, page.id), ALTO, "Văn bản kèm tọa độ (ALTO)", "Text with its places (ALTO)"));
    canvas.createAnnotationPage(`${id}/painting`, (painting) => {
      painting.createAnnotation({
        id: `${id}/painting/image`,
        type: "Annotation",
        motivation: "painting",
        target: id,
        body: imageResource(edition, page.id, "full/max/0/default.jpg", page.text),
      });
    });
    // Referenced, not embedded: a book of 300 pages of 20 columns would make a manifest of megabytes.
    for (const { kind, label } of layersOf(page.text, book.record.language)) {
      canvas.addAnnotations({ id: uris.annotationPage(item, page.id, kind), type: "AnnotationPage", label });
    }
  });
}

/** The namespace, by which viewers that lay text on the picture look for it. */
const ALTO = "http://www.loc.gov/standards/alto/ns-v4#";

/** The small picture of a page of this size. */
export function thumbnailOf(edition: Edition, pageId: string, pageSize: Size): ContentResource {
  const size = fitInto(pageSize, THUMBNAIL_PX);
  return imageResource(edition, pageId, `full/${size.width},${size.height}/0/default.jpg`, size);
}

/** The size that fits a square of `longestPx` without being enlarged. */
export function fitInto(size: Size, longestPx: number): Size {
  const scale = Math.min(1, longestPx / Math.max(size.width, size.height));
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

function imageResource({ uris, images }: Edition, pageId: string, request: string, size: Size): ContentResource {
  const service: Service[] = [{ id: uris.imageService(pageId), type: "ImageService3", profile: images }];
  const { width, height } = size;
  return { id: uris.image(pageId, request), type: "Image", format: "image/jpeg", width, height, service };
}
