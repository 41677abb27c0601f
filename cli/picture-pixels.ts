/** How many pixels a picture has, for a worker that plans its memory. */
import { open } from "node:fs/promises";
import { fileSource } from "../formats/byte-source.ts";
import { readPictureSize } from "../formats/picture-size.ts";

/** By the header; 0 for what is no picture or cannot be read: the stage that needs it says what is wrong with it. */
export async function pixelsOf(path: string): Promise<number> {
  const file = await open(path).catch(() => undefined);
  try {
    const size = file && (await readPictureSize(fileSource(file, (await file.stat()).size)));
    return size ? size.width * size.height : 0;
  } catch {
    return 0;
  } finally {
    await file?.close();
  }
}
