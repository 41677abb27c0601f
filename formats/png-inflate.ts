/** Unpack parts of a PNG file to count what comes out, never to keep it. */
import { createInflate } from "node:zlib";
import type { ByteSource } from "./byte-source.ts";

/** A stretch of the file. */
export interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

/** How unpacking went. `bytes` stops growing just above the limit. */
export interface Unpacked {
  readonly bytes: number;
  readonly outcome: "complete" | "incomplete" | "broken" | "over-limit";
}

/** Unpack the zlib stream that the stretches hold together; stops at `limitBytes` of output. */
export async function countInflated(source: ByteSource, stretches: readonly Stretch[], limitBytes: number): Promise<Unpacked> {
  const inflate = createInflate({ chunkSize: 256 * 1024 });
  let bytes = 0;
  let failure: NodeJS.ErrnoException | undefined;
  let isEnded = false;
  inflate.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > limitBytes) inflate.destroy();
  });
  const closed = new Promise<void>((resolve) => {
    inflate.on("error", (error) => {
      failure = error;
    });
    inflate.on("end", () => {
      isEnded = true;
      resolve();
    });
    inflate.on("close", () => resolve());
  });
  const isOver = () => bytes > limitBytes || failure !== undefined || inflate.destroyed;
  for await (const part of parts(source, stretches)) {
    if (isOver()) break;
    // The window behind `part` is reused by the next read, so wait until it is consumed.
    await Promise.race([new Promise<void>((resolve) => inflate.write(part, () => resolve())), closed]);
  }
  if (!isOver()) inflate.end();
  await closed;
  inflate.destroy();
  if (bytes > limitBytes) return { bytes, outcome: "over-limit" };
  if (failure !== undefined) return { bytes, outcome: failure.code === "Z_BUF_ERROR" ? "incomplete" : "broken" };
  return { bytes, outcome: isEnded ? "complete" : "incomplete" };
}

async function* parts(source: ByteSource, stretches: readonly Stretch[]): AsyncGenerator<Buffer> {
  for (const { offset, bytes } of stretches) {
    for (let done = 0; done < bytes; ) {
      const part = await source.read(offset + done, bytes - done);
      if (part.length === 0) return;
      yield part;
      done += part.length;
    }
  }
}
