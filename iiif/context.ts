/** The JSON-LD contexts that our IIIF answers name. */

/** Presentation 3; where there are several contexts it must be the last. */
export const PRESENTATION_CONTEXT = "http://iiif.io/api/presentation/3/context.json";

/** Image 3. */
export const IMAGE_CONTEXT = "http://iiif.io/api/image/3/context.json";
