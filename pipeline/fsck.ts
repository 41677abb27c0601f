/**
 * Proves the promise "nothing lost": every page handed over is a verified master and is done, under way or visibly in need
 * of a person; every row has its object; every object has its row; nothing is due without a task. Reads only.
 */
import { type Artifact, isDigest } from "./artifact.ts";
import type { Clock } from "./clock.ts";
import { digestStream } from "./digest-stream.ts";
import { checkItem, type Finding, type ItemCheck } from "./fsck-item.ts";

/** What was looked at; a check that saw nothing is a finding of its own. */
export interface FsckReport {
  readonly findings: readonly Finding[];
  readonly objects: number;
  readonly artifacts: number;
  readonly pages: number;
  readonly items: number;
  /** Versions of working texts, each with its digest. */
  readonly textVersions: number;
}

/** What fsck needs. With `readBytes` every object is read and hashed; without it sizes are compared. */
export interface FsckOptions extends ItemCheck {
  /** What people are correcting: every version is counted and its digest proved. */
  readonly texts: { proveVersions(): Promise<{ readonly versions: number; readonly problems: readonly string[] }> };
  readonly clock: Clock;
  readonly readBytes: boolean;
  /** An object without a row is an upload under way until it is this old. */
  readonly orphanGraceSeconds: number;
}

/** Check everything. */
export async function fsck(options: FsckOptions): Promise<FsckReport> {
  const findings: Finding[] = [];
  let artifacts = 0;
  for await (const artifact of options.ledger.artifacts()) {
    artifacts += 1;
    findings.push(...(await checkObject(options, artifact)));
  }
  const objects = await checkOrphans(options, findings);
  const items = await options.ledger.items();
  let pages = 0;
  for (const item of items) {
    const found = await checkItem(options, item);
    pages += found.pages;
    findings.push(...found.findings);
  }
  for (const detail of await options.ledger.contradictions()) findings.push({ code: "ROWS", subject: "catalogue", detail });
  const proved = await options.texts.proveVersions();
  for (const detail of proved.problems) findings.push({ code: "TEXT-VERSIONS", subject: "catalogue", detail });
  if (artifacts === 0 && pages > 0)
    findings.push({ code: "NOTHING-CHECKED", subject: "store", detail: "pages without any artifact" });
  return { findings, objects, artifacts, pages, items: items.length, textVersions: proved.versions };
}

async function checkObject(options: FsckOptions, artifact: Artifact): Promise<readonly Finding[]> {
  const stored = await options.store.stat(artifact.digest);
  const subject = artifact.digest;
  if (!stored) return [{ code: "OBJECT-MISSING", subject, detail: `${artifact.sizeBytes} bytes of ${artifact.mediaType}` }];
  if (stored.sizeBytes !== artifact.sizeBytes) {
    return [{ code: "OBJECT-SIZE", subject, detail: `${stored.sizeBytes} bytes stored, ${artifact.sizeBytes} expected` }];
  }
  if (!options.readBytes) return [];
  const { digest } = await digestStream(await options.store.open(artifact.digest));
  return digest === artifact.digest ? [] : [{ code: "OBJECT-DIGEST", subject, detail: `bytes hash to ${digest}` }];
}

/** Rows and objects come in one order, so that of millions one each is held. Only what has no row there is asked for by its name. */
async function checkOrphans(options: FsckOptions, findings: Finding[]): Promise<number> {
  let objects = 0;
  const oldest = options.clock.now().getTime() - options.orphanGraceSeconds * 1000;
  const rows = options.ledger.artifacts()[Symbol.asyncIterator]();
  let row = await rows.next();
  for await (const object of options.store.list()) {
    objects += 1;
    while (!row.done && row.value.digest < object.digest) row = await rows.next();
    const isKnown = !row.done && row.value.digest === object.digest;
    if (!isDigest(object.digest) || isKnown || object.modifiedAt.getTime() > oldest) continue;
    if (await options.ledger.artifact(object.digest)) continue;
    findings.push({ code: "ORPHAN", subject: object.digest, detail: `${object.sizeBytes} bytes that no row names` });
  }
  return objects;
}
