import { describe, expect, test } from "vitest";
import { MemoryBudget } from "../../pipeline/memory-budget.ts";

/** Takers by name, in the order in which they began; `end` gives back what one has. */
function takersOf(budget: MemoryBudget) {
  const began: string[] = [];
  const returns = new Map<string, () => void>();
  const take = async (name: string, mebibytes: number, signal = new AbortController().signal) => {
    returns.set(name, await budget.take(mebibytes, signal));
    began.push(name);
  };
  // Promises that can be fulfilled are, before the next turn of the event loop.
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ask: async (name: string, mebibytes: number, signal?: AbortSignal) => {
      void take(name, mebibytes, signal);
      await settled();
    },
    end: async (name: string) => {
      returns.get(name)?.();
      await settled();
    },
    began,
  };
}

describe("memory that tasks share", () => {
  test("is given while there is enough, and then when something comes back", async () => {
    const { ask, end, began } = takersOf(new MemoryBudget(1000));
    await ask("a", 600);
    await ask("b", 400);
    await ask("c", 500);
    expect(began).toEqual(["a", "b"]);
    await end("b");
    expect(began).toEqual(["a", "b"]);
    await end("a");
    expect(began).toEqual(["a", "b", "c"]);
  });

  test("is all taken by a task that wants more than there is: it runs, and runs alone", async () => {
    const { ask, end, began } = takersOf(new MemoryBudget(1000));
    await ask("small", 10);
    await ask("huge", 5000);
    expect(began).toEqual(["small"]);
    await end("small");
    expect(began).toEqual(["small", "huge"]);
    await ask("next", 10);
    expect(began).toEqual(["small", "huge"]);
    await end("huge");
    expect(began).toEqual(["small", "huge", "next"]);
  });

  test("lets smaller tasks go by a larger one eight times, and then no more until it has begun", async () => {
    const { ask, end, began } = takersOf(new MemoryBudget(1000));
    await ask("first", 500);
    await ask("huge", 1000);
    for (let number = 1; number <= 10; number += 1) await ask(`small ${number}`, 10);
    const gone = Array.from({ length: 8 }, (_, at) => `small ${at + 1}`);
    expect(began).toEqual(["first", ...gone]);
    for (const name of ["first", ...gone]) await end(name);
    expect(began.slice(9)).toEqual(["huge"]);
    await end("huge");
    expect(began.slice(9)).toEqual(["huge", "small 9", "small 10"]);
  });

  test("does not lose what it gave: after any row of takings the whole can be taken again", async () => {
    const { ask, end, began } = takersOf(new MemoryBudget(100));
    const names = Array.from({ length: 40 }, (_, number) => `t${number}`);
    for (const [at, name] of names.entries()) await ask(name, 1 + ((at * 37) % 130));
    for (let at = 0; at < began.length; at += 1) await end(began[at] ?? "");
    expect([...began].sort()).toEqual([...names].sort());
    await ask("whole", 100);
    expect(began.at(-1)).toBe("whole");
  });

  test("is counted once when it is given back twice", async () => {
    const { ask, end, began } = takersOf(new MemoryBudget(100));
    await ask("a", 60);
    await ask("b", 40);
    await end("a");
    await end("a");
    await ask("c", 60);
    await ask("d", 60);
    expect(began).toEqual(["a", "b", "c"]);
  });

  test("is not waited for by who was told to stop, and whom it held back goes on", async () => {
    const { ask, end, began } = takersOf(new MemoryBudget(100));
    const stop = new AbortController();
    await ask("a", 60);
    await ask("b", 100, stop.signal);
    for (let number = 1; number <= 9; number += 1) await ask(`s${number}`, 1);
    expect(began.at(-1)).toBe("s8");
    stop.abort();
    await ask("late", 100, stop.signal);
    expect(began).toContain("s9");
    expect(began.slice(-2)).toContain("late");
    // Neither of the two took anything.
    for (const name of ["a", "b", "late", ...Array.from({ length: 9 }, (_, at) => `s${at + 1}`)]) await end(name);
    await ask("whole", 100);
    expect(began.at(-1)).toBe("whole");
  });
});
