import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { TextVersions } from "../../catalogue/text/port.ts";
import { seededRandom } from "../../cli/sample/random.ts";
import type { WorkingText } from "../../pipeline/text-version.ts";
import { ask, put, type Sent, type SignedIn, signIn } from "../fixtures/text-client.ts";
import { furnish, ITEM, openTextHouse, pageId } from "../fixtures/text-house.ts";

const KILLS = 50;
const EDITORS = ["an", "binh", "chi"] as const;
/** Two editors share a page, so that there are conflicts too. */
const PAGE_OF = { an: pageId(0), binh: pageId(0), chi: pageId(1) } as const;
const ENTRY = join(inject("build"), "test/fixtures/text-server.js");
/** Where a named death comes, in turn; every second one comes at a random moment instead. */
const POINTS = [
  "text-saving:4",
  "text-saved:5",
  "text-corrected",
  "text-settled",
  "text-answered",
  "text-saving:9",
  "text-saved:2",
];

let home: string;

/** One editor: types a word nobody else types, saves, and sends a save again whose answer never came. */
class Editor {
  readonly acknowledged = new Map<string, number>();
  readonly name: keyof typeof PAGE_OF;
  #who: SignedIn | undefined;
  #open: { readonly number: number; readonly content: WorkingText } | undefined;
  #pending: (Sent & { readonly word: string }) | undefined;
  #words = 0;

  constructor(name: keyof typeof PAGE_OF) {
    this.name = name;
  }

  /** Work until the server is gone. */
  async work(origin: string): Promise<void> {
    this.#who ??= await signIn(origin, this.name);
    for (;;) await this.#once(origin, this.#who);
  }

  async #once(origin: string, who: SignedIn): Promise<void> {
    const page = PAGE_OF[this.name];
    this.#open ??= (await ask<{ number: number; content: WorkingText }>(origin, who, "GET", `/api/pages/${page}/text`)).body;
    this.#pending ??= this.#typed(this.#open);
    const { word, ...save } = this.#pending;
    const outcome = await put(origin, who, page, save);
    this.acknowledged.set(word, outcome.outcome === "saved" ? outcome.number : outcome.aside);
    this.#pending = undefined;
    if (outcome.outcome === "saved") this.#open = { number: outcome.number, content: save.content };
    else this.#open = undefined;
    if (outcome.outcome === "saved" && this.#words % 4 === 0) {
      await ask(origin, who, "POST", `/api/pages/${page}/text/steps`, { step: "correct", number: outcome.number });
    }
  }

  #typed({ number, content }: { readonly number: number; readonly content: WorkingText }) {
    this.#words += 1;
    const word = `${this.name}${this.#words};`;
    const columns = content.columns.map((column, at) =>
      at === 0 ? { ...column, text: beginning(`${word}${column.text}`) } : column,
    );
    return {
      word,
      base: number,
      saveId: `${this.name}-${String(this.#words).padStart(8, "0")}`,
      content: { ...content, columns },
    };
  }
}

/** Whole characters: half of one would rightly be refused, and the editor be stuck with it. */
const beginning = (text: string): string => [...text].slice(0, 100).join("");

/** Start the server; resolves with its address. */
async function start(point: string | undefined): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const env = { ...process.env, ...(point === undefined ? {} : { SOHOA_KILLPOINT: point }) };
  const child = spawn(process.execPath, [ENTRY, home, "100"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const first = once(child.stdout as NodeJS.ReadableStream, "data").then(([data]) => String(data).trim());
  // It may die before it says its address: of the answer that the crash before left to be given.
  return { child, origin: await Promise.race([first, once(child, "exit").then(() => "")]) };
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sohoa-text-kill-"));
  const house = await openTextHouse(home);
  await furnish(house, 2, EDITORS);
  await house.close();
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Let everybody work and kill the server: at the named point, or after so many milliseconds. */
async function lifeAndDeath(
  editors: readonly Editor[],
  point: string | undefined,
  milliseconds: number,
): Promise<"named" | "random"> {
  const { child, origin } = await start(point);
  const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve();
  const working = origin === "" ? [] : editors.map((editor) => editor.work(origin).catch(() => {}));
  // A point that is not reached for long is a random death too.
  await Promise.race([gone, sleep(point === undefined ? milliseconds : 20_000)]);
  const isNamed = child.signalCode !== null;
  if (!isNamed) child.kill("SIGKILL");
  await gone;
  expect(child.signalCode).toBe("SIGKILL");
  await Promise.all(working);
  return isNamed ? "named" : "random";
}

/** Acknowledged words that are not in the version that was named for them. */
async function missingOf(texts: TextVersions, { name, acknowledged }: Editor): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const [word, number] of acknowledged) {
    const version = await texts.version(PAGE_OF[name], number);
    if (version?.author !== name || !version.content.columns[0]?.text.startsWith(word)) missing.push(word);
  }
  return missing;
}

describe("the server, killed fifty times while texts are saved,", () => {
  test("has every edit that it acknowledged, in the version that it named", async () => {
    const random = seededRandom(50, "kills");
    const editors = EDITORS.map((name) => new Editor(name));
    const deaths: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const point = kill % 2 === 0 ? POINTS[(kill / 2) % POINTS.length] : undefined;
      deaths.push(await lifeAndDeath(editors, point, random.between(30, 900)));
    }
    expect(deaths.filter((each) => each === "named").length).toBeGreaterThan(KILLS / 4);
    expect(editors.map(({ acknowledged }) => acknowledged.size > 10)).toEqual([true, true, true]);

    const house = await openTextHouse(home);
    const { texts, ledger, users } = house.catalogue;
    for (const editor of editors) {
      expect(await missingOf(texts, editor)).toEqual([]);
      const ids = (await texts.history(PAGE_OF[editor.name], { limit: 1_000_000 })).map(({ saveId }) => saveId);
      expect(new Set(ids).size).toBe(ids.length);
    }
    const report = await house.prove();
    expect(report.findings).toEqual([]);
    expect(report.textVersions).toBeGreaterThan(30);
    expect(await users.verifyAudit()).toMatchObject({ isSound: true });
    expect((await ledger.events(ITEM)).filter(({ outcome }) => outcome === "answered").length).toBeGreaterThan(0);
    await house.close();
  }, 1_800_000);
});
