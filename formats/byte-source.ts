/**
 * Random access to the bytes of something that may be large and hostile. Structure checks read through this and
 * nothing else, so a file is never in memory as a whole and a declared length never decides how much is allocated.
 */
/** Bytes kept in memory for one source; one read of the disk fills them. */
const WINDOW_BYTES = 256 * 1024;

/** A file or a buffer, readable at any offset. */
export interface ByteSource {
  readonly sizeBytes: number;
  /**
   * The bytes from `offset` on, fewer than `length` where the source ends, none behind its end. The result may be
   * overwritten by the next call: copy what must stay. At most 256 KiB come from one call, whatever was asked.
   */
  read(offset: number, length: number): Promise<Buffer>;
}

/** An open file; `FileHandle` of Node is one. */
export interface OpenFile {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

/** A window for {@link fileSource}. */
export function createWindow(): Buffer {
  return Buffer.allocUnsafe(WINDOW_BYTES);
}

/** Read from memory. */
export function bufferSource(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + Math.min(length, WINDOW_BYTES))),
  };
}

/**
 * Read from an open file through one window of 256 KiB. `sizeBytes` is the size at the time of opening. Whoever looks at many
 * files one after the other may lend one window, made by {@link createWindow}, to all of them.
 */
export function fileSource(file: OpenFile, sizeBytes: number, lent?: Buffer): ByteSource {
  const window = lent ?? Buffer.allocUnsafe(Math.max(1, Math.min(WINDOW_BYTES, sizeBytes)));
  let start = 0;
  let held = 0;

  async function fill(offset: number): Promise<void> {
    // What fits is read once, wherever the first look goes.
    start = sizeBytes <= window.length ? 0 : offset;
    held = 0;
    const wanted = Math.min(window.length, sizeBytes - start);
    while (held < wanted) {
      const { bytesRead } = await file.read(window, held, wanted - held, start + held);
      if (bytesRead === 0) return;
      held += bytesRead;
    }
  }

  return {
    sizeBytes,
    async read(offset, length) {
      if (!(offset >= 0) || offset >= sizeBytes) return window.subarray(0, 0);
      const wanted = Math.min(length, WINDOW_BYTES, sizeBytes - offset);
      if (offset < start || offset + wanted > start + held) await fill(offset);
      return window.subarray(offset - start, Math.min(held, offset - start + wanted));
    },
  };
}

/**
 * Where the zeros begin that the source ends in; its size when the last byte is not zero. A copy that stopped in a
 * preallocated file ends like this. Looks back at most `limitBytes`.
 */
export async function zeroTailStart(source: ByteSource, limitBytes = Number.POSITIVE_INFINITY): Promise<number> {
  let end = source.sizeBytes;
  const floor = Math.max(0, source.sizeBytes - limitBytes);
  while (end > floor) {
    const from = Math.max(floor, end - 64 * 1024);
    const bytes = await source.read(from, end - from);
    let at = bytes.length;
    while (at > 0 && bytes[at - 1] === 0) at--;
    if (at > 0) return from + at;
    end = from;
  }
  return floor;
}
