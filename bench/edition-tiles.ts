/**
 * Tiles: requests per second of the server's processor time, for random stored tiles over all levels, beside iipsrv behind
 * nginx (same TIFFs) and nginx on the same tiles as files. Then the memory of our server over many requests, one in fifty of
 * which must be decoded.
 *
 *   npx tsx bench/edition-tiles.ts [pages=12] [seconds=8] [rounds=2] [requests=100000]
 *
 * Needs wrk; a peer that is not installed is left out and said so. Everything listens on 127.0.0.1 only.
 */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Load, loadWith, residentMiB } from "./edition/tiles-load.ts";
import { makePages, type TilePage, tileRequests } from "./edition/tiles-pages.ts";
import { startIipsrv, startOurs, startStatic, type TileServer } from "./edition/tiles-peers.ts";

const SIZE = { width: 4000, height: 5600 };
const FOLDER = join(tmpdir(), "sohoa-bench-tiles");
const PORT = 18_730;
const [pageCount = 12, seconds = 8, rounds = 2, manyRequests = 100_000] = process.argv.slice(2).map(Number);

type Request = readonly [page: number, request: string];

async function main(): Promise<void> {
  const pages = await makePages(join(FOLDER, "pages"), pageCount, SIZE);
  const requests = pages.flatMap((page, index) => tileRequests(page).map((request): Request => [index + 1, request]));
  const ours = await startOurs(
    join(FOLDER, `home-${pageCount}`),
    pages.map(({ path }) => path),
    PORT,
  );
  const peers: TileServer[] = [];
  try {
    await writeTiles(ours, requests);
    peers.push(...(await startPeers(dirname(pages[0]?.path ?? ""))));
    await compare([ours, ...peers], requests);
    await watchMemory(ours, pages, requests);
  } finally {
    for (const server of [ours, ...peers]) server.stop();
  }
}

/** Every tile as a file, as our server sends it. */
async function writeTiles(ours: TileServer, requests: readonly Request[]): Promise<void> {
  for (const [page, request] of requests) {
    const path = join(FOLDER, "static/files", `${page}`, request);
    if (existsSync(path)) continue;
    const reply = await fetch(`http://127.0.0.1:${ours.port}${ours.pathOf(page, request)}`);
    if (!reply.ok) throw new Error(`${reply.status}: ${request}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.from(await reply.arrayBuffer()));
  }
}

async function startPeers(pages: string): Promise<readonly TileServer[]> {
  const started: TileServer[] = [];
  const starts = [
    ["nginx", () => startStatic(join(FOLDER, "static"), PORT + 1)],
    ["iipsrv", () => startIipsrv(join(FOLDER, "iipsrv"), pages, PORT + 2)],
  ] as const;
  for (const [name, start] of starts) {
    try {
      started.push(await start());
    } catch (thrown) {
      console.log(`LEFT OUT: ${name}: ${thrown instanceof Error ? thrown.message : thrown}`);
    }
  }
  return started;
}

async function compare(servers: readonly TileServer[], requests: readonly Request[]): Promise<void> {
  console.log(`${requests.length} tiles of ${pageCount} pages of ${SIZE.width} × ${SIZE.height}; ${seconds} s a run`);
  console.log("server                    round  req/s   p50      p99      failed  MiB   requests per CPU second");
  const perCpu = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const server of servers) {
      const paths = requests.map(([page, request]) => server.pathOf(page, request));
      // Round 0 warms up, and is not counted.
      const load = await loadWith(server, paths, round === 0 ? 3 : seconds, FOLDER);
      if (round === 0) continue;
      perCpu.set(server.name, [...(perCpu.get(server.name) ?? []), load.requests / load.cpuSeconds]);
      console.log(rowOf(server, round, load));
    }
  }
  const best = (name: string): number => Math.max(0, ...(perCpu.get(name) ?? []));
  for (const { name } of servers.slice(1)) console.log(`sohoa / ${name}: ${(best("sohoa") / best(name)).toFixed(2)}`);
}

function rowOf({ name }: TileServer, round: number, load: Load): string {
  const cells = [
    name.padEnd(25),
    `${round}`.padEnd(6),
    (load.requests / load.seconds).toFixed(0).padEnd(7),
    load.p50.padEnd(8),
    load.p99.padEnd(8),
    `${load.failures}`.padEnd(7),
    load.residentMiB.toFixed(0).padEnd(5),
    (load.requests / load.cpuSeconds).toFixed(0),
  ];
  return cells.join(" ");
}

/** Runs of one after the other until so many requests were answered; one in fifty is a part of a page in a size of its own. */
async function watchMemory(server: TileServer, pages: readonly TilePage[], requests: readonly Request[]): Promise<void> {
  const others = Array.from({ length: Math.ceil(requests.length / 49) }, (_, index): Request => {
    const [page, step] = [1 + (index % pages.length), 17 * index];
    return [page, `${(31 * step) % 3000},${(47 * step) % 4600},${600 + (step % 400)},${500 + (step % 300)}/300,/0/default.jpg`];
  });
  const paths = [...requests, ...others].map(([page, request]) => server.pathOf(page, request));
  console.log(`memory of our server, one request in ${(paths.length / others.length).toFixed(0)} decoded:`);
  let done = 0;
  console.log(`  ${done} requests: ${residentMiB(server.pids).toFixed(0)} MiB`);
  while (done < manyRequests) {
    const load = await loadWith(server, paths, seconds, FOLDER);
    done += load.requests;
    console.log(`  ${done} requests: ${load.residentMiB.toFixed(0)} MiB (${load.failures} failed)`);
    if (load.requests === 0) throw new Error("no answers");
  }
}

await main();
