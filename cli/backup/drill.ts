/** The rehearsal: a backup is restored into a catalogue of its own, and every row is compared with the backup's. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "../../pipeline/errors.ts";
import type { Context } from "../command.ts";
import { openScratchCatalogue, type Services } from "../compose.ts";
import type { Outcome } from "../print.ts";
import { proveBackup, rowsOf } from "./read-backup.ts";
import { type Standing, Standings } from "./standings.ts";
import { writeBackup } from "./write-backup.ts";

/** Objects of the store that are looked for: those whose last proof is oldest. */
const OBJECTS_LOOKED_FOR = 1000;

type ScratchCatalogue = Awaited<ReturnType<typeof openScratchCatalogue>>;

/** What people ask about, and the table that answers. */
const COUNTED = {
  items: "item",
  pages: "page",
  edits: "text_version",
  records: "record_version",
  tasks: "task",
  targets: "target",
  users: "account",
} as const;

/** A table that did not come back as it was. */
interface Difference {
  readonly table: string;
  readonly backed: number;
  readonly restored: number;
}

/** Rehearse with the backup `from`, or with one taken now; the report is kept in `<home>/drills`. */
export async function drill(context: Context, from: string | undefined): Promise<Outcome> {
  const services = await context.services();
  const scratch = join(services.config.home, "scratch");
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "drill-"));
  try {
    const path = from === undefined ? join(folder, "backup.tar") : resolve(from);
    if (from === undefined) await writeBackup(services, path);
    const catalogue = await openScratchCatalogue(join(folder, "catalogue.sqlite"));
    try {
      return await told(context, services, await rehearse(services, catalogue, path));
    } finally {
      await catalogue.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rehearse({ config, store }: Services, catalogue: ScratchCatalogue, path: string) {
  const { head, rows } = await proveBackup(path, { library: config.baseUrl, schema: await catalogue.copies.schema() });
  if (rows === 0) throw new InputError({ code: "BACKUP-EMPTY", subject: path });
  await catalogue.copies.load(rowsOf(path));
  const [backed, restored] = [new Standings(), new Standings()];
  for await (const chunk of rowsOf(path)) backed.take(chunk);
  await catalogue.copies.dump(async (chunk) => restored.take(chunk));
  const wanted = backed.result();
  const digests = await catalogue.ledger.oldestVerified(OBJECTS_LOOKED_FOR);
  const missing: string[] = [];
  for (const digest of digests) if (!(await store.stat(digest))) missing.push(digest);
  return {
    takenAt: head.takenAt,
    rows,
    counts: Object.fromEntries(Object.entries(COUNTED).map(([name, table]) => [name, wanted.get(table)?.rows ?? 0])),
    differences: differences(wanted, restored.result()),
    checked: digests.length,
    missing,
  };
}

/** Tables whose rows are not the same. */
export function differences(
  backed: ReadonlyMap<string, Standing>,
  restored: ReadonlyMap<string, Standing>,
): readonly Difference[] {
  return [...new Set([...backed.keys(), ...restored.keys()])]
    .filter((table) => backed.get(table)?.digest !== restored.get(table)?.digest)
    .map((table) => ({ table, backed: backed.get(table)?.rows ?? 0, restored: restored.get(table)?.rows ?? 0 }));
}

async function told(context: Context, services: Services, found: Awaited<ReturnType<typeof rehearse>>): Promise<Outcome> {
  const at = services.clock.now().toISOString();
  const folder = join(services.config.home, "drills");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${at.replace(/[:.]/g, "-")}.json`);
  const isGood = found.differences.length === 0 && found.missing.length === 0;
  await writeFile(path, `${JSON.stringify({ at, isGood, ...found }, undefined, 2)}\n`);
  const errors = [
    ...found.differences.map(({ table, ...rows }) => ({ code: "DRILL-DIFFERENT", facts: { subject: table, ...rows } })),
    ...found.missing.map((digest) => ({ code: "FIX-MISSING", path: digest, facts: { subject: digest } })),
  ];
  const tables = found.differences.map(({ table }) => table).join(", ");
  const verdict = found.differences.length === 0 ? context.say("drill.same") : context.say("drill.differs", { tables });
  return {
    ...(isGood ? {} : { exit: "integrity" as const }),
    counts: { rows: found.rows, ...found.counts, differences: found.differences.length, missing: found.missing.length },
    errors,
    data: { at, isGood, ...found, report: path },
    text: [
      `${context.printer.mark(isGood ? "ok" : "bad")} ${verdict}`,
      `  ${context.say("drill.counts", found.counts)}`,
      `  ${context.say("drill.objects", { checked: found.checked, missing: found.missing.length })}`,
      `  ${context.say("drill.report", { path })}`,
    ],
  };
}
