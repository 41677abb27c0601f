import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { ITEM, intake } from "../contracts/ledger-values.ts";

const KILLS = 50;

/** What a saver acknowledged before it was killed. */
async function killedSaver(file: string, round: number): Promise<readonly string[]> {
  const entry = join(inject("build"), "test/faults/desk-saver-child.js");
  const child = spawn(process.execPath, [entry, file, ITEM, String(round)], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  while (said === "" && child.exitCode === null) await sleep(10);
  // In the middle of whatever it is doing then.
  await sleep((round * 7) % 40);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  // A line that was cut off was not acknowledged.
  return said.split("\n").slice(0, -1);
}

test("no acknowledged save is missing after the saver was killed fifty times", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-desk-"));
  const file = join(folder, "catalogue.sqlite");
  const first = await openCatalogue({ file }, () => new Date());
  await intake(first.ledger, 1);
  await first.close();
  const acknowledged: string[] = [];
  for (let round = 0; round < KILLS; round += 1) acknowledged.push(...(await killedSaver(file, round)));
  const { recordVersions, users, close } = await openCatalogue({ file }, () => new Date());
  const history = await recordVersions.history(ITEM, { limit: 1_000_000 });
  const kept = new Set(history.flatMap(({ number, steps }) => Object.values(steps).map(({ is }) => `${is} ${number}`)));
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
  expect(acknowledged.filter((each) => !kept.has(each))).toEqual([]);
  // A save is there as a whole or not at all: numbers without gaps, the desk what its steps make of it, the log sound.
  expect(history.map(({ number }) => number)).toEqual(history.map((_, at) => history.length - at));
  const fields: Record<string, unknown> = {};
  for (const { steps } of [...history].reverse()) for (const [name, { is }] of Object.entries(steps)) fields[name] = is;
  expect((await recordVersions.desk(ITEM))?.fields).toEqual(fields);
  expect(await users.verifyAudit()).toMatchObject({ isSound: true, entries: history.length });
  await close();
  await rm(folder, { recursive: true, force: true });
}, 600_000);
