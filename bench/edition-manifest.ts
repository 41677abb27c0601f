/**
 * How long the server takes for the manifest of a book of 2,000 pages: cold (a server just started, nothing in memory) and warm,
 * over a real connection, to the last byte.
 *
 *   npx tsx bench/edition-manifest.ts [pages] [warm requests]
 *
 * Aim: 300 ms cold, 5 ms warm. Beside it the manifest's bytes from the disk by Node's own static server: what no server of
 * manifests can beat.
 */
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, createServer as createHttpServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFilesystemStore } from "../pipeline/store/filesystem.ts";
import { openLargeBook } from "./edition/large-book.ts";

const [pages = 2_000, requests = 200] = process.argv.slice(2).map(Number);

const folder = await mkdtemp(join(tmpdir(), "sohoa-bench-"));
const agent = new Agent({ keepAlive: true });
try {
  const book = await openLargeBook(await openFilesystemStore(join(folder, "store")), folder, pages);
  const cold: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const server = await book.startServer();
    cold.push((await fetchWhole(`${server.address}${book.path}`)).milliseconds);
    if (round === 4) {
      const warm = await many(`${server.address}${book.path}`);
      const packed = await many(`${server.address}${book.path}`, { "accept-encoding": "gzip" });
      const known = await many(`${server.address}${book.path}`, { "if-none-match": warm.etag });
      const floor = await staticFloor(warm.body);
      report({ bytes: warm.body.length, cold, warm: warm.times, packed, known: known.times, floor });
    }
    await server.close();
  }
  await book.close();
} finally {
  agent.destroy();
  await rm(folder, { recursive: true, force: true });
}

interface Measured {
  readonly bytes: number;
  readonly cold: readonly number[];
  readonly warm: readonly number[];
  readonly packed: { readonly body: Buffer; readonly times: readonly number[] };
  readonly known: readonly number[];
  readonly floor: readonly number[];
}

function report({ bytes, cold, warm, packed, known, floor }: Measured): void {
  const row = (name: string, times: readonly number[]): string =>
    [name.padEnd(34), ...[0.5, 0.95, 1].map((share) => quantile(times, share).toFixed(2).padStart(9))].join("");
  console.log(`manifest of ${pages} pages: ${(bytes / 1e6).toFixed(2)} MB`);
  console.log(`${"milliseconds".padEnd(34)}   median      p95      max`);
  console.log(row("cold (5 fresh servers)", cold));
  console.log(row(`warm (${warm.length} requests)`, warm));
  console.log(row(`warm, gzip (${(packed.body.length / 1e6).toFixed(2)} MB)`, packed.times));
  console.log(row("warm, unchanged (304)", known));
  console.log(row("the same bytes from a plain server", floor));
  const ratio = quantile(warm, 0.5) / quantile(floor, 0.5);
  console.log(`warm / plain server: ${ratio.toFixed(2)}`);
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

async function many(url: string, headers: Readonly<Record<string, string>> = {}) {
  const times: number[] = [];
  let last = await fetchWhole(url, headers);
  for (let round = 0; round < requests; round += 1) {
    last = await fetchWhole(url, headers);
    times.push(last.milliseconds);
  }
  return { times, ...last };
}

function fetchWhole(url: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ readonly milliseconds: number; readonly body: Buffer; readonly etag: string }>((resolve, reject) => {
    const began = performance.now();
    get(url, { agent, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("end", () => {
        const milliseconds = performance.now() - began;
        resolve({ milliseconds, body: Buffer.concat(chunks), etag: String(reply.headers.etag) });
      });
    }).on("error", reject);
  });
}

async function staticFloor(body: Buffer): Promise<readonly number[]> {
  const path = join(folder, "manifest.json");
  await writeFile(path, body);
  const server = createHttpServer((_request, reply) => createReadStream(path).pipe(reply));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { times } = await many(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return times;
}
