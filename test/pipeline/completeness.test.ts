import { describe, expect, test } from "vitest";
import type { Role } from "../../pipeline/artifact.ts";
import { type Evidence, standingOf } from "../../pipeline/completeness.ts";
import { stagesOf } from "../../pipeline/plan.ts";
import { workflow } from "../../stages/workflow.ts";

const PAGES = 3;
const rolesOf = (scope: "page" | "item") => stagesOf(workflow, scope).flatMap((stage) => Object.values<Role>(stage.outputs));

/** A book of three pages of which nothing is owed, or what is said to be otherwise. */
function finished(over: Partial<Evidence> = {}, roles: Readonly<Partial<Record<Role, number>>> = {}): Evidence {
  const having = new Map<Role, number>([["image/master", PAGES]]);
  for (const role of rolesOf("page")) having.set(role, PAGES);
  for (const role of rolesOf("item")) having.set(role, 1);
  for (const [role, count] of Object.entries(roles) as [Role, number][]) having.set(role, count);
  return { paused: false, counts: [], toRescan: 0, having, ...over };
}
const stateOf = (evidence: Evidence) => standingOf(workflow, evidence).state;
const task = (state: "pending" | "failed") => [{ stage: "inspect", state, count: 1 }];

describe("an item", () => {
  test("is complete when nothing is owed", () => {
    expect(standingOf(workflow, finished())).toMatchObject({ state: "complete", pages: PAGES, donePages: PAGES, toRescan: 0 });
  });

  test("is not complete while a person wants a page scanned again, however much is made of it", () => {
    expect(standingOf(workflow, finished({ toRescan: 1 }))).toMatchObject({ state: "attention", toRescan: 1 });
    expect(stateOf(finished({ toRescan: 1, counts: task("pending") }))).toBe("working");
  });

  test("is not complete while a reviewed text belongs to an earlier scan, though readers have a publication", () => {
    expect(standingOf(workflow, finished({}, { "text/earlier": 1 }))).toMatchObject({ state: "waiting", earlierTexts: 1 });
  });

  test("is not complete with a page that lacks anything, or that failed", () => {
    expect(stateOf(finished({}, { "image/thumbnail": PAGES - 1 }))).toBe("waiting");
    expect(stateOf(finished({ counts: task("failed") }))).toBe("attention");
  });

  test("without pages is empty", () => {
    expect(stateOf({ paused: false, counts: [], toRescan: 0, having: new Map() })).toBe("empty");
  });
});
