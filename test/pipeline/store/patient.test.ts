import { describe, expect, test } from "vitest";
import { ServiceError, type SohoaError, SpaceError } from "../../../pipeline/errors.ts";
import { openMemoryStore } from "../../../pipeline/store/memory.ts";
import { overlay } from "../../../pipeline/store/overlay.ts";
import { type Patience, patientStore } from "../../../pipeline/store/patient.ts";

const away = (retry: "later" | "person" = "later") =>
  new ServiceError({ code: "SVC-STORE", retry, facts: { detail: "planted" } });

/** A store whose first writes of a name fail as given, seen through a patient one. */
function patientOver(failures: readonly Error[], patience: Partial<Patience> = {}) {
  const inner = openMemoryStore();
  const said: string[] = [];
  const left = [...failures];
  const failing = overlay(inner, {
    async putNamed(key, text) {
      const failure = left.shift();
      if (failure) throw failure;
      await inner.putNamed(key, text);
    },
  });
  const store = patientStore(failing, {
    seconds: 600,
    signal: new AbortController().signal,
    onAway: (trouble: SohoaError) => said.push(`away: ${trouble.facts["detail"]}`),
    onBack: () => said.push("back"),
    firstPauseMs: 1,
    ...patience,
  });
  return { inner, store, said, left };
}

describe("a patient store", () => {
  test("tries again until the store answers, and says once that it is away and once that it is back", async () => {
    const { inner, store, said } = patientOver([away(), away(), away()]);
    await store.putNamed("items/a/v1.json", "{}");
    expect(await inner.getNamed("items/a/v1.json")).toBe("{}");
    expect(said).toEqual(["away: planted", "back"]);
    await store.putNamed("items/a/v2.json", "{}");
    expect(said).toHaveLength(2);
  });

  test("says the same once where several calls wait at once", async () => {
    const { store, said } = patientOver([away(), away(), away(), away()]);
    await Promise.all(["1", "2", "3"].map((version) => store.putNamed(`items/a/v${version}.json`, "{}")));
    expect(said).toEqual(["away: planted", "back"]);
  });

  test("does not wait for what a person must mend, for room, or longer than it may", async () => {
    const space = new SpaceError({ code: "SPACE-FULL" });
    for (const failure of [away("person"), space, new Error("a fault of the program")]) {
      const { store, said, left } = patientOver([failure, failure]);
      await expect(store.putNamed("items/a/v1.json", "{}")).rejects.toBe(failure);
      expect([said, left.length]).toEqual([[], 1]);
    }
    const impatient = patientOver([away(), away()], { seconds: 0 });
    await expect(impatient.store.putNamed("items/a/v1.json", "{}")).rejects.toMatchObject({ code: "SVC-STORE" });
    expect(impatient.left).toHaveLength(1);
  });

  test("stops waiting at once when it is told to", async () => {
    const stop = new AbortController();
    const { store, left } = patientOver([away(), away()], {
      signal: stop.signal,
      firstPauseMs: 3_600_000,
      seconds: 7_200,
      onAway: () => stop.abort(new Error("told to stop")),
    });
    await expect(store.putNamed("items/a/v1.json", "{}")).rejects.toThrow("told to stop");
    expect(left).toHaveLength(1);
  });

  test("is the store itself for everything else", async () => {
    const { inner, store } = patientOver([]);
    await store.check();
    expect(await store.listNamed("items/")).toEqual(await inner.listNamed("items/"));
    expect(store.orphans).toBe(inner.orphans);
  });
});
