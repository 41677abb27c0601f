/** Pictures of a page before and after clean-up, made once and kept for whoever goes back and forth. */
import { readFile } from "node:fs/promises";
import { openDerivative } from "../../../../formats/image-input.ts";
import type { Digest } from "../../../../pipeline/artifact.ts";
import type { Box } from "../../../../pipeline/geometry.ts";
import { WorkGate } from "../../image/work-gate.ts";
import type { DeskForm, PictureMaker } from "./picture-maker.ts";

/** Large masters take hundreds of megabytes to decode: one at a time, and a short line behind it. */
const AT_ONCE = 1;
const MAX_WAITING = 12;
/** Files kept of each form: about half a megabyte each when reduced, some ten in tiles. */
const KEPT: Readonly<Record<DeskForm, number>> = { reduced: 48, tiles: 8 };
/** A part is no larger than a screen. */
export const LONGEST_PART = 1600;
const PART_QUALITY = 88;

interface Kept {
  readonly path: Promise<string>;
  readers: number;
}

/** Keeps what was made, and throws away what was not asked for longest. */
export class DeskPictures {
  readonly #maker: PictureMaker;
  readonly #gate = new WorkGate(AT_ONCE, MAX_WAITING);
  readonly #kept: Readonly<Record<DeskForm, Map<Digest, Kept>>> = { reduced: new Map(), tiles: new Map() };

  constructor(maker: PictureMaker) {
    this.#maker = maker;
  }

  /** A JPEG of the whole picture, small enough to be sent. @throws {TooBusy}; {SohoaError} when it cannot be decoded */
  async reduced(source: Digest): Promise<Buffer> {
    return await this.#use(source, "reduced", (path) => readFile(path));
  }

  /** A JPEG of a part of the picture as large as it is, as far as it lies on it. @throws {RangeError} beside it; as `reduced` */
  async part(source: Digest, box: Box): Promise<Buffer> {
    return await this.#use(source, "tiles", async (path) => {
      const picture = openDerivative(path);
      const { width = 0, height = 0 } = await picture.metadata();
      const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)];
      const area = { left, top, width: Math.min(box.width, width - left), height: Math.min(box.height, height - top) };
      if (area.width <= 0 || area.height <= 0) throw new RangeError("the part lies beside the picture");
      return await picture.extract(area).jpeg({ quality: PART_QUALITY }).toBuffer();
    });
  }

  async #use<T>(source: Digest, form: DeskForm, read: (path: string) => Promise<T>): Promise<T> {
    const kept = this.#hold(source, form);
    kept.readers += 1;
    try {
      return await read(await kept.path);
    } finally {
      kept.readers -= 1;
      this.#thin(form);
    }
  }

  #hold(source: Digest, form: DeskForm): Kept {
    const all = this.#kept[form];
    const known = all.get(source);
    const kept = known ?? { path: this.#gate.run(() => this.#maker.make(source, form)), readers: 0 };
    all.delete(source);
    all.set(source, kept);
    // What could not be made may be made next time.
    if (!known) kept.path.catch(() => all.get(source) === kept && all.delete(source));
    return kept;
  }

  #thin(form: DeskForm): void {
    const all = this.#kept[form];
    for (const [source, { path, readers }] of all) {
      if (all.size <= KEPT[form]) return;
      if (readers > 0) continue;
      all.delete(source);
      // What could not be made is no file.
      void path.then((file) => this.#maker.drop(file)).catch(() => {});
    }
  }
}
