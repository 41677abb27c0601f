/** Why an image request is not answered with a picture; a value, since most requests that fail are typed by people. */

/** HTTP status by the Image API: 400 syntax or impossible, 501 valid but not offered here. */
export interface ImageRefusal {
  readonly status: 400 | 501;
  readonly reason: "form" | "region" | "outside" | "size" | "upscaling" | "too-large" | "rotation" | "quality" | "format";
}

/** True for a refusal, false for the value that was wanted. */
export function isRefusal(value: object): value is ImageRefusal {
  return "status" in value && "reason" in value;
}

/** A refusal with status 400. */
export function badRequest(reason: ImageRefusal["reason"]): ImageRefusal {
  return { status: 400, reason };
}

/** A refusal with status 501. */
export function notImplemented(reason: ImageRefusal["reason"]): ImageRefusal {
  return { status: 501, reason };
}
