/** Makes pictures of what nobody has vouched for, outside this process. */
import type { Digest } from "../../../../pipeline/artifact.ts";

/** reduced: a JPEG to look at; tiles: every pixel as a tiled TIFF, to cut parts out of. */
export type DeskForm = "reduced" | "tiles";

/** The port; an adapter runs it in a child that is walled in. */
export interface PictureMaker {
  /** A new file that holds the picture in this form. @throws {SohoaError} when it cannot be decoded */
  make(source: Digest, form: DeskForm): Promise<string>;
  /** Remove a file that it made. */
  drop(path: string): Promise<void>;
  close(): Promise<void>;
}
