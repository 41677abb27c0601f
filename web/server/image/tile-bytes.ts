/** A stored tile as a JPEG file, read from the picture and not decoded. */
import { REPLACED_BYTES, tileHead } from "../../../formats/tiff-jpeg-tile.ts";
import type { LevelTiles } from "../../../formats/tiff-pyramid.ts";
import type { StoredTile } from "../../../iiif/image/stored-tile.ts";
import type { OpenPicture } from "./open-pictures.ts";

const heads = new WeakMap<LevelTiles, Buffer>();

/** Read the tile. @throws {RangeError} when the file ends inside it. */
export async function tileBytes(picture: OpenPicture, { tiles, index, isCut }: StoredTile): Promise<Buffer> {
  const cut = isCut ? tiles.cut.get(index) : undefined;
  if (cut) {
    const bytes = Buffer.allocUnsafe(cut.bytes);
    await picture.readInto(bytes, 0, cut.offset);
    return bytes;
  }
  const head = headOf(tiles);
  const bytes = Buffer.allocUnsafe(head.length + (tiles.byteCounts[index] ?? REPLACED_BYTES) - REPLACED_BYTES);
  head.copy(bytes);
  await picture.readInto(bytes, head.length, (tiles.offsets[index] ?? 0) + REPLACED_BYTES);
  return bytes;
}

function headOf(tiles: LevelTiles): Buffer {
  const known = heads.get(tiles);
  if (known) return known;
  const head = tileHead(tiles);
  heads.set(tiles, head);
  return head;
}
