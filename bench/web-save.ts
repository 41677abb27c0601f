/**
 * What an autosave takes when fifty people correct pages at once: a real server in a process of its own, SQLite and a folder, each
 * editor on a page of their own saving every five seconds a text that has grown by a character.
 * Run: npx tsx bench/web-save.ts [editors] [seconds] (default 50 and 60)
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkingText } from "../pipeline/text-version.ts";
import { ask, put, signIn } from "../test/fixtures/text-client.ts";
import { furnish, openTextHouse, pageId } from "../test/fixtures/text-house.ts";

const EVERY_SECONDS = 5;
/** Columns and characters of a usual page. */
const COLUMNS = 18;
const CHARACTERS = 20;
const ENTRY = join(import.meta.dirname, "../test/fixtures/text-server.ts");

const [editors = 50, seconds = 60] = process.argv.slice(2).map(Number);
const home = await mkdtemp(join(tmpdir(), "sohoa-bench-save-"));
const names = Array.from({ length: editors }, (_, at) => `editor${at}`);
const house = await openTextHouse(home);
await furnish(house, editors, names);
await house.close();

const child = spawn(process.execPath, ["--import", "tsx", ENTRY, home, "60000"], { stdio: ["ignore", "pipe", "inherit"] });
const origin = String((await once(child.stdout, "data"))[0]).trim();
const people = [];
for (const name of names) people.push(await signIn(origin, name));
const milliseconds: number[] = [];
const openings: number[] = [];
const told: { readonly page: string; readonly number: number; readonly text: string }[] = [];
const until = performance.now() + seconds * 1000;

await Promise.all(people.map((who, at) => edit(who, pageId(at), (at / editors) * EVERY_SECONDS * 1000)));
child.kill("SIGKILL");
await once(child, "exit");

const after = await openTextHouse(home);
let lost = 0;
for (const { page, number, text } of told) {
  if ((await after.catalogue.texts.version(page, number))?.content.columns[0]?.text !== text) lost += 1;
}
const { versions, problems } = await after.catalogue.texts.proveVersions();
await after.close();
const { size } = await stat(join(home, "catalogue.sqlite"));
await rm(home, { recursive: true });
console.log(
  `${editors} editors, a save every ${EVERY_SECONDS} s, ${seconds} s: ${milliseconds.length} saves of ${COLUMNS * CHARACTERS} characters`,
);
console.log(
  `save    p50 ${at(milliseconds, 0.5)} ms  p95 ${at(milliseconds, 0.95)} ms  p99 ${at(milliseconds, 0.99)} ms  longest ${at(milliseconds, 1)} ms`,
);
console.log(`opening p50 ${at(openings, 0.5)} ms  p95 ${at(openings, 0.95)} ms`);
console.log(
  `${told.length} acknowledged, ${lost} lost; ${versions} versions proved, ${problems.length} problems; catalogue ${Math.round(size / 1024)} KiB`,
);

async function edit(who: Awaited<ReturnType<typeof signIn>>, page: string, delay: number): Promise<void> {
  await sleep(delay);
  const begun = performance.now();
  const opened = (await ask<{ content: WorkingText }>(origin, who, "GET", `/api/pages/${page}/text`)).body;
  openings.push(performance.now() - begun);
  const column = (index: number) => ({
    id: `c${index}`,
    kind: "body" as const,
    box: { x: 900 - index * 40, y: 30, width: 36, height: 800 },
  });
  let columns = Array.from({ length: COLUMNS }, (_, index) => ({ ...column(index), text: "百年𤾓𢆥𥪞".repeat(CHARACTERS / 5) }));
  for (let number = 0; performance.now() < until; ) {
    const started = performance.now();
    columns = columns.map((each, index) => (index === 0 ? { ...each, text: `${each.text}千` } : each));
    const outcome = await put(origin, who, page, {
      base: number,
      saveId: `${page}-${number}`,
      content: { ...opened.content, columns },
    });
    milliseconds.push(performance.now() - started);
    if (outcome.outcome !== "saved") throw new Error(outcome.outcome);
    number = outcome.number;
    told.push({ page, number, text: columns[0]?.text ?? "" });
    await sleep(Math.max(0, EVERY_SECONDS * 1000 - (performance.now() - started)));
  }
}

function at(all: readonly number[], share: number): string {
  const sorted = [...all].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0).toFixed(1);
}
