/** Pictures of published pages: stored tiles as they are, all else made; work bounded, lately made pictures kept. */
import { availableParallelism } from "node:os";
import { readPictureHeader } from "../../../formats/image-input.ts";
import { storedTile } from "../../../iiif/image/stored-tile.ts";
import type { DescribedImage } from "../../../iiif/image-info.ts";
import type { ImagePlan } from "../../../iiif/image-request.ts";
import type { Digest } from "../../../pipeline/artifact.ts";
import type { Size } from "../../../pipeline/geometry.ts";
import { Shared } from "../recent.ts";
import type { ObjectFiles } from "../services.ts";
import { OpenPictures } from "./open-pictures.ts";
import { renderImage } from "./render.ts";
import { tileBytes } from "./tile-bytes.ts";
import { WorkGate } from "./work-gate.ts";

/** Memory for pictures sent lately. Also for stored tiles: to read one costs more than all else that is done for it. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Requests that may wait for a core; a reader's screen asks for some thirty tiles. */
const MAX_WAITING = 300;
/** Tiles advised for a picture that is not stored in tiles. */
const USUAL_TILE_PX = 512;

/** A picture that is served: its size and its access TIFF. */
export interface ServedPicture extends Size {
  readonly access: Digest;
}

/** Sends the pictures that Image API requests plan. */
export class Pictures {
  readonly #open: OpenPictures;
  readonly #gate = new WorkGate(availableParallelism(), MAX_WAITING);
  readonly #made = new Shared<string, Buffer>(KEPT_BYTES, (picture) => picture.length);

  constructor(files: ObjectFiles) {
    this.#open = new OpenPictures(files);
  }

  /** Pixel size of an access picture, where no publication tells it. */
  sizeOf(access: Digest): Promise<Size> {
    return this.#open.use(access, async ({ levels, path }) => {
      const [largest] = levels;
      return largest ? { width: largest.width, height: largest.height } : await readPictureHeader(path);
    });
  }

  /** What of the picture is stored, for its `info.json`. */
  describe({ access, width, height }: ServedPicture): Promise<DescribedImage> {
    return this.#open.use(access, ({ levels }) => {
      const factors = levels.map(({ factor }) => factor);
      const tileSide = levels[0]?.tiles?.width ?? USUAL_TILE_PX;
      return { width, height, tileSide, scaleFactors: factors.length > 0 ? factors : [1] };
    });
  }

  /** The picture of an access TIFF by this plan, for this client. @throws {TooBusy} when too many pictures are being made. */
  make(picture: ServedPicture, plan: ImagePlan, client?: string): Promise<Buffer> {
    const { region, size, turnDegrees, isMirrored, quality, format } = plan;
    const box = `${region.x},${region.y},${region.width},${region.height}/${size.width},${size.height}`;
    const key = `${picture.access}/${box}/${isMirrored ? "!" : ""}${turnDegrees}/${quality}.${format}`;
    return this.#made.get(key, () =>
      this.#open.use(picture.access, (opened) => {
        const tile = storedTile(opened.levels, picture, plan);
        return tile ? tileBytes(opened, tile) : this.#gate.run(() => renderImage(opened.path, opened.levels, plan), client);
      }),
    );
  }

  /** Close the files that are open. */
  close(): Promise<void> {
    return this.#open.close();
  }
}
