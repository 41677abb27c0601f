/** Pictures of published pages: sizes and levels known, work bounded, lately made pictures kept. */
import { availableParallelism } from "node:os";
import type { ImagePlan } from "../../../iiif/image-request.ts";
import type { Digest } from "../../../pipeline/artifact.ts";
import { Shared } from "../recent.ts";
import type { ObjectFiles } from "../services.ts";
import { type Level, levelsOf } from "./levels.ts";
import { renderImage } from "./render.ts";
import { WorkGate } from "./work-gate.ts";

/** Memory for pictures made lately. */
const KEPT_BYTES = 64 * 1024 * 1024;
const KEPT_LEVELS = 5_000;
/** Requests that may wait for a core; a reader's screen asks for some thirty tiles. */
const MAX_WAITING = 300;

/** Makes the pictures that Image API requests plan. */
export class Pictures {
  readonly #files: ObjectFiles;
  readonly #gate = new WorkGate(availableParallelism(), MAX_WAITING);
  readonly #levels = new Shared<Digest, readonly Level[]>(KEPT_LEVELS, () => 1);
  readonly #made = new Shared<string, Buffer>(KEPT_BYTES, (picture) => picture.length);

  constructor(files: ObjectFiles) {
    this.#files = files;
  }

  /** The picture of an access TIFF by this plan. @throws {TooBusy} when too many pictures are being made. */
  make(access: Digest, plan: ImagePlan): Promise<Buffer> {
    return this.#made.get(`${access}/${plan.canonical}`, () =>
      this.#gate.run(async () => {
        const path = await this.#files.file(access);
        return renderImage(path, await this.#levels.get(access, () => levelsOf(path)), plan);
      }),
    );
  }
}
