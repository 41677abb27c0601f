import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "../../cli/command.ts";
import { clockSkew, pictureReaders, watching } from "../../cli/doctor-checks.ts";
import { forecast, freeRoom, otherRoom } from "../../cli/doctor-room.ts";
import { configSchema } from "../../config/schema.ts";

let home: string;
let server: Server | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "sohoa-doctor-"));
});
afterEach(async () => {
  server?.close();
  await rm(home, { recursive: true, force: true });
});

/** The parts of a command's context that checks use; sentences are their keys with the facts. */
function context(changes: object = {}, weights: object = {}, bytesInAMonth = 0): Context {
  return {
    config: configSchema.parse({ home, ...changes }),
    say: (key: string, facts: object = {}) => `${key} ${JSON.stringify(facts)}`,
    services: async () => ({ observer: { weights: async () => weights, bytesSince: async () => bytesInAMonth } }),
  } as unknown as Context;
}

/** A store whose clock is so many seconds off. */
async function storeOff(seconds: number): Promise<Context> {
  const own = createServer((_request, response) => {
    response.sendDate = false;
    response.setHeader("date", new Date(Date.now() + seconds * 1000).toUTCString()).end();
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
  return context({ s3: { endpoint, accessKey: "a", secretKey: "b" } });
}

describe("the doctor", () => {
  test("says nothing of a clock that is right, warns of one that is a minute off, and fails one that the store would refuse", async () => {
    expect((await clockSkew(await storeOff(0))).isWarning).toBeUndefined();
    expect(await clockSkew(await storeOff(-120))).toMatchObject({
      isWarning: true,
      detail: expect.stringContaining("doctor.skew"),
    });
    await expect(clockSkew(await storeOff(3600))).rejects.toMatchObject({ code: "CLOCK-SKEW", exit: "service" });
  });

  test("tells for how many pages there is room, by what pages weigh here with all that was made from them", async () => {
    const of = async (bytesPerMaster: number) => {
      const { detail } = await freeRoom(context({}, { masterBytes: 5 * 2 ** 20, bytesPerMaster }));
      return JSON.parse(detail.slice(detail.indexOf("{"))) as { gibibytes: number; pages: number; mebibytes: number };
    };
    const { gibibytes, pages, mebibytes } = await of(2 ** 30);
    expect(mebibytes).toBe(5);
    expect(Math.abs(pages - gibibytes)).toBeLessThanOrEqual(1);
    expect((await of(2 ** 29)).pages).toBeGreaterThan(pages);
  });

  test("says in how many days the disk is full, warns when that is soon, and stays silent where nothing comes", async () => {
    const of = async (bytesInAMonth: number, changes: object = {}) => {
      const found = await forecast(context(changes, {}, bytesInAMonth));
      return { ...found, facts: JSON.parse(found.detail.slice(found.detail.indexOf("{"))) as { left?: number } };
    };
    const slow = await of(30 * 2 ** 20);
    expect(slow.isWarning).toBeUndefined();
    const free = slow.facts.left ?? 0;
    const fast = await of(30 * 2 ** 50);
    expect(fast).toMatchObject({ isWarning: true, facts: { left: 0 } });
    expect(free).toBeGreaterThan(1000);
    expect((await of(0)).detail).toContain("no-growth");
    const s3 = { endpoint: "http://127.0.0.1:9", accessKey: "a", secretKey: "b" };
    expect((await of(30 * 2 ** 50, { s3 })).detail).toContain("doctor.growth");
  });

  test("looks at the room for temporary files and at the disk of the second copy", async () => {
    const { detail } = await otherRoom(context({ copy2: { path: home } }));
    expect(detail).toContain(tmpdir());
    expect(detail).toContain(home);
  });

  test("names the picture library, which can read what masters are", async () => {
    expect((await pictureReaders()).detail).toMatch(/TIFF · sharp \d+\.\d+.* libvips \d+/);
  });

  test("hears of a new file in the home, and leaves nothing there", async () => {
    expect((await watching(context())).detail).toContain("watched");
    expect(await readdir(home)).toEqual([]);
  });
});
