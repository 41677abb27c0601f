/**
 * The part of iiif-builder 2.0.0 that is used here. The package ships types, but its `exports` field hides them from
 * Node's resolution, so the compiler cannot see them.
 */
declare module "iiif-builder" {
  import type {
    Annotation,
    AnnotationPage,
    ContentResource,
    InternationalString,
    MetadataItem,
    Reference,
    ViewingDirection,
  } from "@iiif/presentation-3";

  interface AnnotationPageBuilder {
    createAnnotation(annotation: Annotation): void;
  }

  interface CanvasBuilder {
    setLabel(label: InternationalString): void;
    setWidth(width: number): void;
    setHeight(height: number): void;
    addThumbnail(resource: ContentResource): void;
    addSeeAlso(resource: ContentResource): void;
    createAnnotationPage(id: string, build: (page: AnnotationPageBuilder) => void): void;
    addAnnotations(page: AnnotationPage): void;
  }

  export interface ManifestBuilder {
    setLabel(label: InternationalString): void;
    setSummary(summary: InternationalString): void;
    setMetadata(metadata: MetadataItem[]): void;
    setRequiredStatement(statement: MetadataItem): void;
    setRights(rights: string): void;
    setViewingDirection(direction: ViewingDirection): void;
    setBehavior(behavior: string): void;
    addThumbnail(resource: ContentResource): void;
    setRendering(resources: ContentResource[]): void;
    setSeeAlso(resources: ContentResource[]): void;
    setHomepage(homepage: ContentResource): void;
    createCanvas(id: string, build: (canvas: CanvasBuilder) => void): void;
  }

  export class IIIFBuilder {
    createManifest(id: string, build: (manifest: ManifestBuilder) => void): unknown;
    toPresentation3(entity: Reference): unknown;
  }
}
