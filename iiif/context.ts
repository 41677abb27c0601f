/** The JSON-LD contexts that our IIIF answers name. */

/** Presentation 3; where there are several contexts it must be the last. */
export const PRESENTATION_CONTEXT = "http://iiif.io/api/presentation/3/context.json";

/** Image 3. */
export const IMAGE_CONTEXT = "http://iiif.io/api/image/3/context.json";

/** Content Search 2 and 1. */
export const SEARCH_2_CONTEXT = "http://iiif.io/api/search/2/context.json";
export const SEARCH_1_CONTEXT = "http://iiif.io/api/search/1/context.json";

/** Says of a text annotation whether it is a line, a word or a character. */
export const GRANULARITY_CONTEXT = "http://iiif.io/api/extension/text-granularity/context.json";

/** Image 2. */
export const IMAGE_2_CONTEXT = "http://iiif.io/api/image/2/context.json";
