import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ALL_WALLS, findJail, type Jail } from "../../pipeline/jail.ts";
import type { StageReply } from "../../pipeline/stage-message.ts";
import { StageProcess } from "../../pipeline/stage-process.ts";
import type { Prowled } from "../fixtures/prowling-child.ts";

const ENTRY = join(import.meta.dirname, "../fixtures/prowling-child.ts");
const open = await findJail("off");
const jail = await findJail("auto");
const isWhole = ALL_WALLS.every((wall) => jail.walls.includes(wall));

let root: string;
let folder: string;
let outside: string;
let server: Server;
let port: number;
let connections = 0;
let child: StageProcess | undefined;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "sohoa-prowl-")));
  folder = join(root, "own folder");
  outside = join(root, "outside");
  await mkdir(join(folder, "scratch"), { recursive: true });
  await mkdir(outside);
  connections = 0;
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as { port: number }).port;
});
afterEach(async () => {
  child?.stop();
  await new Promise((resolve) => server.close(resolve));
  await rm(root, { recursive: true, force: true });
});

async function prowl(walls: Jail, params: object = {}, timeoutSeconds = 60, cpuSeconds = 3600): Promise<StageReply> {
  child ??= new StageProcess({ entry: ENTRY, execArgv: ["--import", "tsx"], folder, jail: walls });
  const request = {
    id: String(Math.random()),
    stage: "prowl",
    version: 1,
    params: { port, outside, ...params },
    inputs: {},
    outputs: { clean: join(folder, "out.json") },
    scratch: join(folder, "scratch"),
  };
  const run = { timeoutSeconds, signal: new AbortController().signal, maxFileMiB: 4, cpuSeconds };
  const reply = await child.run(request, run);
  return reply;
}

async function prowled(): Promise<Prowled> {
  return JSON.parse(await readFile(join(folder, "out.json"), "utf8")) as Prowled;
}

afterEach(() => {
  child = undefined;
});

async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return /^State:\s+[^ZX]/m.test(status);
}

describe("a child that runs stages", () => {
  test("gets no secret of its parent's environment, with or without walls", async () => {
    process.env["PLANTED_PASSWORD"] = "not for children";
    try {
      expect(await prowl(open)).toMatchObject({ ok: true });
    } finally {
      delete process.env["PLANTED_PASSWORD"];
    }
    const { environment } = await prowled();
    expect(JSON.stringify(environment)).not.toContain("not for children");
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(["PATH", "TMPDIR"]));
    expect(environment["TMPDIR"]).toBe(folder);
  }, 60_000);

  test("without walls does reach the network and the disk: the attempts are real", async () => {
    expect(await prowl(open)).toMatchObject({ ok: true });
    expect(await prowled()).toMatchObject({ connect: "done", writeOutside: "done" });
    expect(connections).toBe(1);
  }, 60_000);

  test.skipIf(process.platform === "win32")(
    "takes what it started with it when it is stopped for taking too long",
    async () => {
      expect(await prowl(open, { hang: true }, 10)).toMatchObject({ ok: false, code: "STAGE-TIMEOUT" });
      const { grandchild } = await prowled();
      expect(grandchild).toBeGreaterThan(0);
      await expect.poll(async () => await isAlive(grandchild), { timeout: 10_000 }).toBe(false);
    },
    60_000,
  );
});

describe.skipIf(!isWhole)(`a child inside walls (here: ${jail.walls.join(", ") || "none"})`, () => {
  test("reaches no listening port, writes nowhere but in its folder, and cannot open the walls again", async () => {
    expect(await prowl(jail)).toMatchObject({ ok: true });
    const found = await prowled();
    expect(found).toMatchObject({ writeOutside: "EROFS", writeTemporary: "done", writeInside: "done", noNewPrivileges: true });
    expect(found.connect).toMatch(/ENETUNREACH|ECONNREFUSED/);
    expect(found.remount).not.toBe("done");
    expect(connections).toBe(0);
    expect(await readdir(outside)).toEqual([]);
    // The one capability that real root keeps is reading what belongs to others.
    expect(found.capabilities).toMatch(/^(?:0{16} ?|0{15}4 ?){3}$/);
  }, 60_000);

  test("has limits of data, open files and processors' time, and none that a package could hit", async () => {
    expect(await prowl(jail)).toMatchObject({ ok: true });
    const { limits } = await prowled();
    expect(limits).toMatch(/^Max data size\s+4294967296 /m);
    expect(limits).toMatch(/^Max open files\s+1024 /m);
    // A little more than twice what a task may use, since the start of the child counts too.
    const [, soft = ""] = /^Max cpu time\s+(\d+)\s+86400 /m.exec(limits) ?? [];
    expect(Number(soft)).toBeGreaterThanOrEqual(7200);
    expect(Number(soft)).toBeLessThan(10800);
    expect(limits).toMatch(/^Max file size\s+4194304\s+unlimited/m);
  }, 60_000);

  test("cannot write a file larger than a page may be, and the next task gets a fresh child", async () => {
    expect(await prowl(jail, { fill: 8 * 2 ** 20 })).toMatchObject({ ok: false });
    expect(await prowl(jail)).toMatchObject({ ok: true });
  }, 60_000);

  test("that runs away with a processor is stopped by the kernel long before its time is up, and the next task gets a fresh child", async () => {
    const hours = 3600;
    expect(await prowl(jail, { spin: true }, hours, 2)).toMatchObject({ ok: false, code: "STAGE-CPU", facts: { seconds: 2 } });
    expect(await prowl(jail)).toMatchObject({ ok: true });
  }, 600_000);

  test("gets new walls when its folder was removed and made anew", async () => {
    expect(await prowl(jail)).toMatchObject({ ok: true });
    await rm(folder, { recursive: true });
    await mkdir(join(folder, "scratch"), { recursive: true });
    expect(await prowl(jail)).toMatchObject({ ok: true });
    expect(await prowled()).toMatchObject({ writeOutside: "EROFS" });
  }, 60_000);
});

test("walls that are required and not there stop the worker, unless nobody asked for them", async () => {
  const required = findJail("required").then(
    (found) => found.walls,
    (thrown: unknown) => thrown,
  );
  expect(await required).toEqual(isWhole ? ALL_WALLS : expect.objectContaining({ code: "JAIL-MISSING" }));
  expect(open.walls).toEqual([]);
});
