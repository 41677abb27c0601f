/** L4: a catalogue of ten years. Its rows are made in the database itself; what is timed is what people and machines ask of it. */
import { sql } from "kysely";
import { type CatalogueConfig, openCatalogue } from "../../catalogue/open.ts";
import { type BareRows, openBare } from "../../test/fixtures/earlier-home.ts";
import type { Bench } from "./bench.ts";

const PAGES_PER_ITEM = 100;
const TURNS = 20;
const PROFILE = '{"gates":{},"name":"moc-ban","params":{},"script":"han-nom","viewingDirection":"right-to-left"}';
const AT = "2026-01-02T03:04:05.000Z";

/** One item in a hundred pages; each page with its master, a derivative, a finished task and two events. */
async function fill(rows: BareRows, pages: number, isPostgres: boolean): Promise<void> {
  const numbers = (count: number) =>
    isPostgres
      ? sql`generate_series(0, ${sql.lit(count - 1)}) as s(n)`
      : sql`(with recursive s(n) as (select 0 union all select n + 1 from s where n < ${sql.lit(count - 1)}) select n from s)`;
  const item = sql`'HN.' || (n / ${sql.lit(PAGES_PER_ITEM)})`;
  // Digests are 64 digits and spread like real ones: neighbours in a book are no neighbours in an index.
  const digest = (kind: number) => {
    const spread = sql`((n * 2654435761 + ${sql.lit(kind)} * 40503) % 4294967296)`;
    const hex = isPostgres ? sql`lpad(to_hex(${spread}::bigint), 8, '0')` : sql`printf('%08x', ${spread})`;
    const number = isPostgres
      ? sql`lpad((n * 4 + ${sql.lit(kind)})::text, 56, '0')`
      : sql`printf('%056d', n * 4 + ${sql.lit(kind)})`;
    return sql`${hex} || ${number}`;
  };
  const items = numbers(pages / PAGES_PER_ITEM);
  const all = numbers(pages);
  const at = sql.lit(AT);
  const statements = [
    sql`insert into item (id, shelfmark, profile, version, stored_version, paused, cancelled, created_at)
        select 'HN.' || n, 'HN.' || n, ${sql.lit(PROFILE)}, 1, 1, 0, 0, ${at} from ${items}`,
    sql`insert into batch (id, item_id, profile, state, created_at)
        select 'HN.' || n, 'HN.' || n, ${sql.lit(PROFILE)}, 'closed', ${at} from ${items}`,
    sql`insert into page (id, item_id, batch_id, sequence, label, source_name, source_path)
        select 'p' || n, ${item}, ${item}, n % 100 + 1, n % 100 + 1, n || '.tif', '/scans/' || n || '.tif' from ${all}`,
    ...[0, 1].map(
      (kind) => sql`insert into artifact (digest, size_bytes, media_type, created_at, verified_at)
        select ${digest(kind)}, 30000000, 'image/tiff', ${at}, ${at} from ${all}`,
    ),
    ...[
      [0, "image/master"],
      [1, "report/quality"],
    ].map(
      ([kind, role]) => sql`insert into current (subject, role, item_id, digest)
        select 'p' || n, ${sql.lit(role)}, ${item}, ${digest(Number(kind))} from ${all}`,
    ),
    sql`insert into derivation (key, stage, stage_version, params, inputs, outputs, made_at)
        select ${digest(2)}, 'inspect', 1, '{}', '[]', '[]', ${at} from ${all}`,
    sql`insert into task (id, subject, item_id, stage, derivation, priority, state, attempts, not_before, updated_at)
        select 't' || n, 'p' || n, ${item}, 'inspect', ${digest(2)}, 10,
          case when n % 1000 = 7 then 'pending' when n % 10000 = 9 then 'quarantined' else 'done' end, 1, '', ${at} from ${all}`,
    ...["ingest", "inspect"].map(
      (stage) => sql`insert into event
          (item_id, subject, derivation, stage, stage_version, agent, started_at, ended_at, outcome, outputs, described_in)
        select ${item}, 'p' || n, '', ${sql.lit(stage)}, 1, 'sohoa', ${at}, ${at}, 'made', '[]', 1 from ${all}`,
    ),
  ];
  for (const statement of statements) await statement.execute(rows);
  if (isPostgres) await sql`analyze`.execute(rows);
}

/** Fill the place, ask each question so many times, report the 95th percentile. */
export async function million({ report, options }: Bench, name: string, place: CatalogueConfig): Promise<void> {
  const opened = await openCatalogue(place, () => new Date());
  const rows = openBare(place);
  const began = performance.now();
  await fill(rows, options.catalogue, "databaseUrl" in place);
  await rows.destroy();
  console.error(`${name}: ${options.catalogue} pages made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const { ledger, observer } = opened;
  const some = () => `HN.${Math.floor((Math.random() * options.catalogue) / PAGES_PER_ITEM)}`;
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    "status of everything": async () => [await ledger.items(), await ledger.tallies()],
    "status of one item": () => ledger.tallies(some()),
    "pages of an item": async () => [await ledger.pages(some()), await ledger.currentOfItem(some())],
    "history of an item": () => ledger.events(some()),
    "what failed": () => ledger.tasks({ states: ["failed", "quarantined"] }),
    metrics: () => observer.observe(),
    "verify: what is due": () => ledger.dueLooks(200, "9999", ["store"]),
    "verify: budget of the day": () => ledger.bytesReadSince("2026-01-01T00:00:00.000Z"),
    "the next task": () => ledger.claimNext({ owner: "bench", leaseSeconds: 60 }),
    "reconciler: what waits": async () => [await ledger.pendingNotices(1000), await ledger.unplanned(500)],
    "items without description": () => ledger.unstoredItems(),
  };
  for (const [question, ask] of Object.entries(questions)) {
    const times: number[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const start = performance.now();
      await ask();
      times.push(performance.now() - start);
    }
    const p95 = times.sort((a, b) => a - b)[Math.ceil(TURNS * 0.95) - 1] ?? Number.NaN;
    report(`L4 ${name}, ${options.catalogue} pages: ${question}`, `p95 ${p95.toFixed(0)} ms`, "500 ms", p95 < 500);
  }
  await opened.close();
}
