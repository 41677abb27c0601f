import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../cli/sample/random.ts";
import type { WorkingText } from "../../../../pipeline/text-version.ts";
import type { Draft } from "../../../../web/workroom/screens/text/draft.ts";
import type { SaveAnswer } from "../../../../web/workroom/screens/text/save-answer.ts";
import { Saver, type SaveStatus } from "../../../../web/workroom/screens/text/saver.ts";

const textOf = (words: string): WorkingText => ({
  v: 1,
  width: 100,
  height: 200,
  script: "han-nom",
  writingMode: "vertical-rl",
  from: { role: "text/machine", text: "a".repeat(64), picture: null },
  columns: [{ id: "c1", kind: "body", box: { x: 0, y: 0, width: 10, height: 100 }, text: words }],
});

interface Save {
  readonly base: number;
  readonly saveId: string;
  readonly content: WorkingText;
}

/** A clock that only the test moves, drafts in memory, and a server that does what it is told to. */
class Surroundings {
  readonly drafts = new Map<string, Draft>();
  readonly saves: Save[] = [];
  readonly told: SaveStatus[] = [];
  readonly #timers: { at: number; run: () => void; isOn: boolean }[] = [];
  time = 0;
  draftsFail = false;
  answer: (save: Save) => Promise<SaveAnswer> = async ({ base }) => ({
    outcome: "saved",
    number: base + 1,
    savedAt: "2026-11-21T09:00:00Z",
  });
  #ids = 0;

  saver(base = 0): Saver {
    return new Saver(base, {
      page: "p1",
      account: "lan",
      client: "tab",
      drafts: {
        put: async (draft) => {
          if (this.draftsFail) throw new Error("no room");
          this.drafts.set(draft.key, draft);
        },
        drop: async (key) => void this.drafts.delete(key),
      },
      send: (save) => {
        this.saves.push(save);
        return this.answer(save);
      },
      isPassing: (thrown) => thrown === "away",
      newId: () => {
        this.#ids += 1;
        return `id${this.#ids}`;
      },
      now: () => new Date(this.time),
      later: (run, milliseconds) => {
        const timer = { at: this.time + milliseconds, run, isOn: true };
        this.#timers.push(timer);
        return () => {
          timer.isOn = false;
        };
      },
      tell: (status) => this.told.push(status),
    });
  }

  get last(): SaveStatus | undefined {
    return this.told.at(-1);
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.#timers.filter(({ isOn, at }) => isOn && at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      [next.isOn, this.time] = [false, next.at];
      next.run();
      await settled();
    }
    this.time = end;
    await settled();
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe("what is typed", () => {
  test("is a draft on this computer within a second and on the server within five", async () => {
    const around = new Surroundings();
    const saver = around.saver();
    saver.change(textOf("年"));
    await around.pass(1000);
    expect([...around.drafts.values()][0]?.content).toEqual(textOf("年"));
    expect(around.saves).toEqual([]);
    await around.pass(4000);
    expect(around.saves).toHaveLength(1);
    expect(around.last).toMatchObject({ at: "saved" });
    expect(around.drafts.size).toBe(0);
  });

  test("reaches the server every five seconds although the writer never pauses", async () => {
    const around = new Surroundings();
    const saver = around.saver();
    for (let key = 0; key < 100; key += 1) {
      saver.change(textOf("年".repeat(key + 1)));
      await around.pass(100);
    }
    expect(around.saves.length).toBeGreaterThanOrEqual(2);
    expect(around.saves.map(({ base }) => base)).toEqual(around.saves.map((_, index) => index));
  });

  test("stays a draft while the server is away, and is sent by itself when it is back", async () => {
    const around = new Surroundings();
    const saver = around.saver();
    const works = around.answer;
    around.answer = async () => Promise.reject("away");
    saver.change(textOf("年"));
    await around.pass(3_600_000);
    expect(around.last).toMatchObject({ at: "unsaved", isKeptHere: true });
    expect(around.drafts.size).toBe(1);
    expect(saver.hasUnsaved).toBe(true);
    around.answer = works;
    await around.pass(31_000);
    expect(around.last).toMatchObject({ at: "saved" });
    expect(saver.hasUnsaved).toBe(false);
  });

  test("is told as kept nowhere where the browser keeps no drafts", async () => {
    const around = new Surroundings();
    around.draftsFail = true;
    around.answer = async () => Promise.reject("away");
    const saver = around.saver();
    saver.change(textOf("年"));
    await around.pass(5000);
    expect(around.last).toMatchObject({ at: "unsaved", isKeptHere: false });
  });

  test("is not sent again and again where the server refuses it, and the draft stays", async () => {
    const around = new Surroundings();
    around.answer = async () => Promise.reject("refused");
    around.saver().change(textOf("年"));
    await around.pass(60_000);
    expect(around.saves).toHaveLength(1);
    expect(around.drafts.size).toBe(1);
  });
});

test("a save whose answer was lost is sent again under its name before anything newer, so that it is no conflict with itself", async () => {
  const around = new Surroundings();
  const saver = around.saver();
  const kept = new Map<string, number>();
  let isLost = true;
  around.answer = async ({ base, saveId }) => {
    const number = kept.get(saveId) ?? (kept.size === base ? kept.size + 1 : 0);
    expect(number).toBeGreaterThan(0);
    kept.set(saveId, number);
    if (isLost) throw "away";
    return { outcome: "saved", number, savedAt: "2026-11-21T09:00:00Z" };
  };
  saver.change(textOf("年"));
  await around.pass(4000);
  saver.change(textOf("年月"));
  isLost = false;
  await around.pass(20_000);
  expect(around.saves.map(({ saveId }) => saveId)).toEqual(["id1", "id1", "id2"]);
  expect(kept).toEqual(
    new Map([
      ["id1", 1],
      ["id2", 2],
    ]),
  );
  expect(around.last).toMatchObject({ at: "saved" });
});

test("a conflict stops the sending, keeps the draft, and goes on from their version once it is settled", async () => {
  const around = new Surroundings();
  const saver = around.saver(3);
  const theirs = {
    number: 4,
    parent: 3,
    author: "minh",
    savedAt: "",
    saveId: "x",
    digest: "d",
    isAside: false,
    content: textOf("日"),
  };
  const works = around.answer;
  around.answer = async () => ({ outcome: "conflict", aside: 5, theirs });
  saver.change(textOf("年"));
  await around.pass(5000);
  expect(around.last).toMatchObject({ at: "conflict", mine: textOf("年") });
  saver.change(textOf("年月"));
  await around.pass(60_000);
  expect(around.saves).toHaveLength(1);
  expect([...around.drafts.values()][0]?.content).toEqual(textOf("年月"));
  around.answer = works;
  saver.settle(4, textOf("年日"));
  await around.pass(5000);
  expect(around.saves.at(-1)).toMatchObject({ base: 4, content: textOf("年日") });
});

test("through 300 random runs of typing, waiting and failing, what was typed last is on the server or in a draft", async () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const random = seededRandom(seed, "saver");
    const around = new Surroundings();
    const saver = around.saver();
    const server: WorkingText[] = [];
    around.answer = async ({ base, content }) => {
      if (random.between(0, 1) < 0.4) throw "away";
      server.push(content);
      return { outcome: "saved", number: base + 1, savedAt: "" };
    };
    let typed = "";
    for (let step = 0; step < 30; step += 1) {
      if (random.between(0, 1) < 0.6) {
        typed += "年";
        saver.change(textOf(typed));
      }
      if (random.between(0, 1) < 0.2) await saver.flush();
      await around.pass(Math.floor(random.between(0, 3000)));
    }
    await around.pass(1000);
    const kept = [...around.drafts.values()].map(({ content }) => content.columns[0]?.text);
    expect([...kept, server.at(-1)?.columns[0]?.text ?? ""], `seed ${seed}`).toContain(typed);
  }
});
