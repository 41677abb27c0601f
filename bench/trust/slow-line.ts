/** L7: handing over masters to a store behind a line of 1 Mbit/s that loses connections and is away twice. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./bench.ts";
import { fillFolder } from "./pictures.ts";
import { sohoa } from "./program.ts";

const BYTES_PER_SECOND = 125_000;
/** Every connection breaks, somewhere in its first bytes up to here: six pages. */
const BREAKS_WITHIN_BYTES = 2_000_000;
/** About 300 kB a page. */
const SIDE = 550;
const PAGES = 16;
const MOST_RUNS = 20;

/** The line: all connections share its rate, in each direction; nobody gets through while it is away. */
class SlowLine {
  isAway = false;
  broken = 0;
  readonly #freeAt = { up: 0, down: 0 };
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer();

  async start(target: URL): Promise<string> {
    this.#server.on("connection", (client) => {
      if (this.isAway) client.resetAndDestroy();
      else this.#join(client, connect(Number(target.port), target.hostname));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  goAway(): void {
    this.isAway = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  stop(): void {
    this.goAway();
    this.#server.close();
  }

  #join(client: Socket, server: Socket): void {
    const line = { left: Math.random() * BREAKS_WITHIN_BYTES };
    for (const [from, to, direction] of [[client, server, "up"] as const, [server, client, "down"] as const]) {
      this.#sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on("data", async (chunk: Buffer) => {
        from.pause();
        const now = performance.now();
        this.#freeAt[direction] = Math.max(now, this.#freeAt[direction]) + (chunk.length / BYTES_PER_SECOND) * 1000;
        await sleep(this.#freeAt[direction] - now);
        line.left -= chunk.length;
        if (line.left < 0) {
          this.broken += 1;
          from.resetAndDestroy();
          to.resetAndDestroy();
        } else if (!to.destroyed) to.write(chunk);
        from.resume();
      });
    }
  }
}

/** `outageSeconds` stands for the half hour of the demand. */
export async function slowLine({ main, folder, report, options, services = {} }: Bench): Promise<void> {
  const { outageSeconds } = options;
  const scans = join(folder, "scans");
  const bytes = await fillFolder(scans, PAGES, SIDE, true);
  const line = new SlowLine();
  const endpoint = await line.start(new URL(services["S3_ENDPOINT"] ?? ""));
  const { S3_ACCESS_KEY = "", S3_SECRET_KEY = "" } = services;
  const settings = { S3_ENDPOINT: endpoint, S3_ACCESS_KEY, S3_SECRET_KEY, S3_BUCKET: `bench-line-${process.pid}` };
  const outages = (async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      await sleep(15_000, undefined, { ref: false });
      line.goAway();
      await sleep(outageSeconds * 1000, undefined, { ref: false });
      line.isAway = false;
    }
  })();
  void outages;
  const began = performance.now();
  let [runs, exit] = [0, 1 as number | null];
  for (; exit !== 0 && runs < MOST_RUNS; runs += 1) {
    ({ exit } = await sohoa(main, ["add", scans, "--batch", "HN.line", "--home", join(folder, "line"), "--quiet"], settings));
    if (exit !== 0) await sleep(2000);
  }
  const seconds = (performance.now() - began) / 1000;
  const proof = await sohoa(main, ["fsck", "--home", join(folder, "line"), "--quiet"], {
    ...settings,
    S3_ENDPOINT: services["S3_ENDPOINT"] ?? "",
  });
  line.stop();
  const told = `${(bytes / 2 ** 20).toFixed(1)} MiB in ${seconds.toFixed(0)} s, ${runs} runs, ${line.broken} broken, fsck ${proof.exit}`;
  report(`L7 add at 1 Mbit/s, two outages of ${outageSeconds} s`, told, "one run", runs === 1 && proof.exit === 0);
}
