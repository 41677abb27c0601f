/** Repairs one object of one copy from the other: the good bytes are proved first, the damaged ones are kept. */
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Digest } from "../artifact.ts";
import { digestFile } from "../digest-file.ts";
import { IntegrityError } from "../errors.ts";
import type { Ledger } from "../ledger.ts";
import { syncFolder } from "../store/durable-file.ts";
import { temporaryName } from "../store/temporary.ts";
import { type Copy, type Witness, witness } from "./look.ts";

/** What repairing works with. */
export interface Repairer extends Witness {
  readonly ledger: Pick<Ledger, "recordFixity" | "recordAct">;
  /** A folder for damaged bytes; nothing in it is ever removed by the program. */
  readonly quarantine: string;
}

/** `sound`: another look found nothing wrong, nothing was touched. `no-source`: the other copy is damaged or lacks it too. */
export type Repair = "repaired" | "sound" | "no-source";

/**
 * In this order, so that a death at any point loses nothing: good bytes fetched and proved, damaged bytes made durable in
 * quarantine, the act recorded, the name freed, the good bytes stored and read back, the recovery recorded.
 * @throws {IntegrityError} STORE-LIED when the repaired copy does not keep what it is given
 */
export async function repair(repairer: Repairer, digest: Digest, damaged: Copy, good: Copy): Promise<Repair> {
  const { quarantine, ledger, agent, clock } = repairer;
  const folder = join(quarantine, damaged.name);
  await mkdir(folder, { recursive: true });
  const fetched = join(folder, temporaryName());
  const aside = join(folder, temporaryName());
  const act = { digest, copy: damaged.name, agent };
  try {
    if ((await witness(repairer, good, digest)).outcome !== "match") return "no-source";
    const source = await fetch(good, digest, fetched);
    if (source?.digest !== digest) return "no-source";
    const found = await fetch(damaged, digest, aside);
    if (found?.digest === digest) {
      await witness(repairer, damaged, digest);
      return "sound";
    }
    const at = clock.now().toISOString();
    if (found) {
      const name = `${digest}.${at.replaceAll(":", "-")}`;
      await rename(aside, join(folder, name));
      await syncFolder(folder);
      const detail = `${found.sizeBytes} bytes with digest ${found.digest} kept as ${damaged.name}/${name}`;
      await ledger.recordAct({ ...act, act: "quarantine", detail, at });
      await damaged.store.remove(digest, `damaged, kept in quarantine as ${name}`);
    }
    await damaged.store.putFile(fetched, source);
    if ((await witness(repairer, damaged, digest)).outcome !== "match")
      throw new IntegrityError({ code: "STORE-LIED", subject: digest, facts: { detail: `${damaged.name} after repair` } });
    await ledger.recordAct({
      ...act,
      act: "recovery",
      detail: `from ${good.name}, which was verified first`,
      at: clock.now().toISOString(),
    });
    return "repaired";
  } finally {
    await rm(fetched, { force: true });
    await rm(aside, { force: true });
  }
}

/** The object as a durable file with its digest, or undefined where the copy does not hold it. */
async function fetch(copy: Copy, digest: Digest, path: string) {
  if (!(await copy.store.stat(digest))) return undefined;
  await pipeline(await copy.store.open(digest), createWriteStream(path, { flags: "wx" }));
  const handle = await open(path, "r+");
  await handle.sync().finally(() => handle.close());
  return await digestFile(path);
}
