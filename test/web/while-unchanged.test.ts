/** What is kept while nothing changes is made again after every change. */
import { expect, test } from "vitest";
import { whileUnchanged } from "../../web/server/while-unchanged.ts";

function counted(fails = false) {
  const state = { mark: "1", made: 0, fails };
  const ask = whileUnchanged({ changeMark: () => state.mark }, async (client) => {
    state.made += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (state.fails) throw new Error("no answer");
    return `${client} ${state.mark}`;
  });
  return { state, ask };
}

test("is made once for all who ask until something changes, and again then", async () => {
  const { state, ask } = counted();
  expect(await Promise.all([ask("a"), ask("b")])).toEqual(["a 1", "a 1"]);
  expect(await ask("c")).toBe("a 1");
  state.mark = "2";
  expect(await ask("d")).toBe("d 2");
  expect(state.made).toBe(2);
});

test("a failure is told to those who waited and not kept", async () => {
  const { state, ask } = counted(true);
  await expect(Promise.all([ask("a"), ask("b")])).rejects.toThrow("no answer");
  state.fails = false;
  expect(await ask("c")).toBe("c 1");
});

test("what is asked after a change never gets what was being made before it", async () => {
  const { state, ask } = counted();
  const before = ask("a");
  state.mark = "2";
  expect(await ask("b")).toBe("b 2");
  await before;
  expect(await ask("c")).toBe("b 2");
});
