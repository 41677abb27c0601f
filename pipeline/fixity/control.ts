/** The negative control: each run of checks first finds a damaged object that was planted for it, or does not count. */
import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digestFile } from "../digest-file.ts";
import { IntegrityError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { look } from "./look.ts";

/** Where the fault is planted. */
export interface ControlGround {
  /** A folder that holds nothing else and may be emptied. */
  readonly folder: string;
  /** A store in a folder of this machine. */
  openStore(folder: string): Promise<Store>;
}

const PLANTED_BYTES = 65_536;

/**
 * Plant an object, flip one bit of it, take it away: the look that judges real objects must say sound, changed and gone.
 * @throws {IntegrityError} VERIFY-BLIND when it says anything else; then no result of this run may count
 */
export async function proveVerifierWorks(ground: ControlGround, looking: typeof look = look): Promise<void> {
  try {
    await rm(ground.folder, { recursive: true, force: true });
    await mkdir(ground.folder, { recursive: true });
    const source = join(ground.folder, "planted");
    await writeFile(source, randomBytes(PLANTED_BYTES));
    const planted = await digestFile(source);
    const store = await ground.openStore(join(ground.folder, "store"));
    await store.putFile(source, planted);
    const sound = await looking(store, planted.digest);
    await flipOneBit(store.localPath(planted.digest) ?? "");
    const damaged = await looking(store, planted.digest);
    await store.remove(planted.digest, "planted fault");
    const gone = await looking(store, planted.digest);
    await store.close();
    const seen = [sound.outcome, damaged.outcome, gone.outcome].join(" ");
    if (seen !== "match mismatch missing") throw new IntegrityError({ code: "VERIFY-BLIND", facts: { seen } });
  } finally {
    await rm(ground.folder, { recursive: true, force: true });
  }
}

async function flipOneBit(path: string): Promise<void> {
  await chmod(path, 0o644);
  const file = await open(path, "r+");
  try {
    const at = PLANTED_BYTES >> 1;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    await file.write(Buffer.from([buffer.readUInt8(0) ^ 1]), 0, 1, at);
    await file.sync();
  } finally {
    await file.close();
  }
}
