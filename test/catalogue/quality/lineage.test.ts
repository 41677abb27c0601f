import { describe, expect, test } from "vitest";
import { lineageOf } from "../../../catalogue/quality/lineage.ts";
import type { EventRow } from "../../../pipeline/ledger-rows.ts";

const artifact = (digest: string) => ({ digest, sizeBytes: 1, mediaType: "x" });
const event = (subject: string, from: string, to: string, outcome: EventRow["outcome"] = "made") =>
  ({
    subject,
    outcome,
    inputs: [{ name: "in", role: "image/master", artifacts: [artifact(from)] }],
    outputs: [{ role: "image/clean", artifact: artifact(to) }],
  }) as unknown as EventRow;

describe("the lineage of a file", () => {
  const isMadeFrom = lineageOf([
    event("p1", "m1", "clean1"),
    event("p1", "clean1", "text1"),
    event("p1", "text1", "reviewed1", "answered"),
    event("p1", "m2", "clean2"),
    event("p2", "m9", "clean2", "recalled"),
    event("p1", "m1", "m2", "received"),
  ]);

  test("leads through all steps, a person's too, back to the picture", () => {
    expect(isMadeFrom("p1", "reviewed1", "m1")).toBe(true);
    expect(isMadeFrom("p1", "m1", "m1")).toBe(true);
  });

  test("does not lead to another scan, nor through another page", () => {
    expect(isMadeFrom("p1", "reviewed1", "m2")).toBe(false);
    expect(isMadeFrom("p1", "clean2", "m9")).toBe(false);
    expect(isMadeFrom("p2", "clean2", "m9")).toBe(true);
  });

  test("does not take a scan for the offspring of the one that it replaced", () => {
    expect(isMadeFrom("p1", "clean2", "m1")).toBe(false);
  });

  test("ends where steps feed each other", () => {
    const circle = lineageOf([event("p", "a", "b"), event("p", "b", "a")]);
    expect(circle("p", "a", "c")).toBe(false);
  });
});
