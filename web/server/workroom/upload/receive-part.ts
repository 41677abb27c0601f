/** Takes a piece of a file as it comes: appended to what is there, hashed on the way, and proven when the last byte is in. */
import { createHash, type Hash } from "node:crypto";
import { constants, type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { digestFile } from "../../../../pipeline/digest-file.ts";
import { ApiProblem } from "../api.ts";

/** A piece of a file. */
export interface Part {
  readonly startBytes: number;
  readonly lengthBytes: number;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** SHA-256 of the whole file by the sender; needed with the last piece at the latest. */
  readonly sha256: string | null;
}

/** Where the file goes, and how large it is. */
export interface Place {
  readonly partPath: string;
  readonly wholePath: string;
  readonly sizeBytes: number;
}

/** Hashes of files under way, kept between their pieces; more than these are computed again from the disk. */
const HASHES_KEPT = 64;

/** Receives pieces; one of it serves a whole server. */
export class PartReceiver {
  readonly #hashes = new Map<string, { readonly hash: Hash; readonly atBytes: number }>();
  readonly #busy = new Set<string>();

  /**
   * Bytes that are there afterwards, and whether the file is whole. What came of a piece that broke off stays.
   * @throws {ApiProblem} 409 UPLOAD-OFFSET with where to go on, UPLOAD-BUSY; 422 UPLOAD-LENGTH, UPLOAD-DIGEST, UPLOAD-CHECKSUM
   */
  async receive(place: Place, part: Part): Promise<{ readonly receivedBytes: number; readonly isWhole: boolean }> {
    const { partPath } = place;
    if (this.#busy.has(partPath)) throw new ApiProblem(409, "UPLOAD-BUSY");
    this.#busy.add(partPath);
    try {
      return await this.#receive(place, part);
    } finally {
      this.#busy.delete(partPath);
    }
  }

  async #receive(place: Place, part: Part): Promise<{ readonly receivedBytes: number; readonly isWhole: boolean }> {
    const { partPath, sizeBytes } = place;
    await mkdir(dirname(partPath), { recursive: true });
    const file = await open(partPath, constants.O_RDWR | constants.O_CREAT);
    let receivedBytes: number;
    try {
      const { size } = await file.stat();
      if (part.startBytes !== size) throw new ApiProblem(409, "UPLOAD-OFFSET", {}, { receivedBytes: size });
      if (part.startBytes + part.lengthBytes === sizeBytes && part.sha256 === null) throw new ApiProblem(422, "UPLOAD-DIGEST");
      receivedBytes = await this.#append(file, place, part);
      if (receivedBytes < sizeBytes) return { receivedBytes, isWhole: false };
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#prove(place, part.sha256);
    return { receivedBytes, isWhole: true };
  }

  /** One piece of memory at a time: the sender waits for the disk. */
  async #append(file: FileHandle, { partPath }: Place, part: Part): Promise<number> {
    const known = this.#hashes.get(partPath);
    const hash = part.startBytes === 0 ? createHash("sha256") : known?.atBytes === part.startBytes ? known.hash : undefined;
    this.#hashes.delete(partPath);
    let atBytes = part.startBytes;
    const endBytes = part.startBytes + part.lengthBytes;
    try {
      for await (const chunk of part.bytes) {
        if (atBytes + chunk.byteLength > endBytes) throw new ApiProblem(422, "UPLOAD-LENGTH");
        await file.write(chunk, 0, chunk.byteLength, atBytes);
        hash?.update(chunk);
        atBytes += chunk.byteLength;
      }
    } catch (thrown) {
      // The sender is gone; what came stays, and the next piece goes on behind it.
      throw isBrokenOff(thrown) ? new ApiProblem(400, "UPLOAD-BROKEN-OFF", {}, { receivedBytes: atBytes }) : thrown;
    } finally {
      if (hash) this.#keep(partPath, hash, atBytes);
    }
    if (atBytes < endBytes) throw new ApiProblem(422, "UPLOAD-LENGTH", {}, { receivedBytes: atBytes });
    return atBytes;
  }

  #keep(partPath: string, hash: Hash, atBytes: number): void {
    this.#hashes.set(partPath, { hash, atBytes });
    const [oldest] = this.#hashes.keys();
    if (this.#hashes.size > HASHES_KEPT && oldest !== undefined) this.#hashes.delete(oldest);
  }

  /** Bytes that are not the sender's are of no use: the file begins again. */
  async #prove({ partPath, wholePath, sizeBytes }: Place, sha256: string | null): Promise<void> {
    const kept = this.#hashes.get(partPath);
    this.#hashes.delete(partPath);
    const digest = kept?.atBytes === sizeBytes ? kept.hash.digest("hex") : (await digestFile(partPath)).digest;
    if (digest !== sha256) {
      const file = await open(partPath, "r+");
      await file.truncate(0).finally(() => file.close());
      throw new ApiProblem(422, "UPLOAD-CHECKSUM", {}, { receivedBytes: 0 });
    }
    await rename(partPath, wholePath);
  }
}

function isBrokenOff(thrown: unknown): boolean {
  const { code } = thrown as { readonly code?: unknown };
  return code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE";
}
