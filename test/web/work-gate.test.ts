/** The gate before costly work: nobody is shut out by one who asks for everything. */
import { expect, test } from "vitest";
import { TooBusy, WorkGate } from "../../web/server/image/work-gate.ts";

/** Jobs that end when they are told to, and the order in which they were begun. */
function jobs(gate: WorkGate) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const outcomes: Promise<string>[] = [];
  return {
    begun,
    outcomes,
    ask(client: string, name: string) {
      const job = async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        return name;
      };
      outcomes.push(gate.run(job, client).catch((thrown: Error) => (thrown instanceof TooBusy ? "busy" : String(thrown))));
    },
    async endOne() {
      ends.shift()?.();
      // The place is handed over by promises, which are all settled when the next turn of the event loop comes.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test("clients take turns, each in its own order", async () => {
  const work = jobs(new WorkGate(1, 100));
  for (const name of ["a1", "a2", "a3", "a4"]) work.ask("a", name);
  for (const name of ["b1", "b2"]) work.ask("b", name);
  work.ask("c", "c1");
  for (let ended = 0; ended < 7; ended += 1) await work.endOne();
  expect(work.begun).toEqual(["a1", "a2", "b1", "c1", "a3", "b2", "a4"]);
  expect(await Promise.all(work.outcomes)).toEqual(["a1", "a2", "a3", "a4", "b1", "b2", "c1"]);
});

test("never more run at once than there are places, and a failed job gives its place on", async () => {
  const gate = new WorkGate(2, 100);
  let [running, most] = [0, 0];
  const one = async (fails: boolean) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (fails) throw new Error("failed");
  };
  const all = Array.from({ length: 50 }, (_, at) => gate.run(() => one(at % 3 === 0), `client ${at % 7}`));
  const settled = await Promise.allSettled(all);
  expect(most).toBe(2);
  expect(settled.filter(({ status }) => status === "rejected")).toHaveLength(17);
});

test("a full line turns away the last of whoever has most in it", async () => {
  const work = jobs(new WorkGate(1, 3));
  work.ask("a", "a1");
  for (const name of ["a2", "a3", "a4"]) work.ask("a", name);
  work.ask("b", "b1");
  for (let ended = 0; ended < 4; ended += 1) await work.endOne();
  expect(await Promise.all(work.outcomes)).toEqual(["a1", "a2", "a3", "busy", "b1"]);
});

test("alone in a full line, a client is told so itself", async () => {
  const work = jobs(new WorkGate(1, 1));
  for (const name of ["a1", "a2", "a3"]) work.ask("a", name);
  for (let ended = 0; ended < 2; ended += 1) await work.endOne();
  expect(await Promise.all(work.outcomes)).toEqual(["a1", "a2", "busy"]);
});
