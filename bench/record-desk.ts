/**
 * Fifty editors describe fifty items and save every five seconds: how long a save takes, and whether every acknowledged value is in
 * the history afterwards. `npx tsx bench/record-desk.ts [postgres]`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Catalogue, openCatalogue } from "../catalogue/open.ts";
import { intake, PROFILE } from "../test/contracts/ledger-values.ts";
import { freshSchema } from "../test/contracts/postgres.ts";

const [EDITORS, SAVES, EVERY_MILLISECONDS] = [50, 6, 5000];

interface Acknowledged {
  readonly item: string;
  readonly value: string;
  readonly milliseconds: number;
}

const now = () => new Date();
const isPostgres = process.argv[2] === "postgres";
const schema = isPostgres ? await freshSchema() : undefined;
const folder = await mkdtemp(join(tmpdir(), "sohoa-bench-"));
const catalogue = await openCatalogue(
  schema ? { databaseUrl: schema.databaseUrl } : { file: join(folder, "catalogue.sqlite") },
  now,
);
const cpuBefore = process.cpuUsage();
const editors = Array.from({ length: EDITORS }, (_, at) => at);
await intake(catalogue.ledger, 1);
for (const at of editors) await openItem(catalogue, at);
const saves = (await Promise.all(editors.map((at) => write(catalogue, at)))).flat();
const times = saves.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
const lost = await missing(catalogue, saves);
const cpu = process.cpuUsage(cpuBefore);
const share = (part: number) => Number((times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1));
console.log({
  catalogue: isPostgres ? "PostgreSQL" : "SQLite",
  saves: saves.length,
  p50Milliseconds: share(0.5),
  p95Milliseconds: share(0.95),
  mostMilliseconds: share(1),
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  lost,
});
await catalogue.close();
await schema?.drop();
await rm(folder, { recursive: true, force: true });

async function openItem({ ledger, recordVersions }: Catalogue, at: number): Promise<void> {
  const id = `I${at}`;
  await ledger.openBatch({ id, itemId: id, shelfmark: id, profile: PROFILE });
  await recordVersions.openDesk(id, { fields: { summary: "Truyện thơ lục bát. ".repeat(150) }, origin: "" });
}

async function write({ recordVersions }: Catalogue, at: number): Promise<readonly Acknowledged[]> {
  await sleep(Math.random() * EVERY_MILLISECONDS);
  const done: Acknowledged[] = [];
  let base = 0;
  for (let count = 0; count < SAVES; count += 1) {
    const value = `giấy dó ${at}-${count}`;
    const titles = [{ language: "lzh", text: value.repeat(20), kind: "as-written" }];
    const begun = performance.now();
    const save = { itemId: `I${at}`, saveId: value, base, changes: { paper: value, titles }, agent: `editor${at}` };
    base = (await recordVersions.save({ ...save, cause: "typed" })).number;
    done.push({ item: `I${at}`, value, milliseconds: performance.now() - begun });
    await sleep(EVERY_MILLISECONDS);
  }
  return done;
}

async function missing({ recordVersions }: Catalogue, all: readonly Acknowledged[]): Promise<number> {
  let count = 0;
  for (const { item, value } of all) {
    const history = await recordVersions.history(item, { field: "paper", limit: 1000 });
    if (!history.some(({ steps }) => steps["paper"]?.is === value)) count += 1;
  }
  return count;
}
