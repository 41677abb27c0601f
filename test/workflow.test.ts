import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Role } from "../pipeline/artifact.ts";
import { defineGate, defineStage, rolesOf, type Source, type Step } from "../pipeline/stage.ts";
import { workflow } from "../stages/workflow.ts";

/** What intake receives, and what planning writes for the packing step. */
const FROM_INTAKE: readonly Role[] = ["image/master", "item/structure", "record/draft", "item/history"];

function madeBy(step: Step): readonly Role[] {
  return step.kind === "gate" ? [step.output] : Object.values(step.outputs);
}

/** Inputs that no earlier step and no intake makes, as sentences. Of a `firstOf`, every role must have a maker. */
function unmade(steps: readonly Step[]): readonly string[] {
  const made = new Set<Role>(FROM_INTAKE);
  return steps.flatMap((step) => {
    const wanted = step.kind === "gate" ? [step.from] : Object.values<Source>(step.inputs).flatMap(rolesOf);
    const missing = wanted
      .filter((role) => !made.has(role))
      .map((role) => `${step.name} wants ${role}, which nobody made before`);
    for (const role of madeBy(step)) made.add(role);
    return missing;
  });
}

/** Gates that a step waits behind and that are not among the steps. */
function unknownGates(steps: readonly Step[]): readonly string[] {
  const gates = new Set(steps.filter((step) => step.kind === "gate").map((step) => step.name));
  return steps.flatMap((step) => (step.kind === "gate" ? [] : step.behind.filter((name: string) => !gates.has(name))));
}

describe("the workflow", () => {
  test("has the steps of the line, in the order a page travels", () => {
    expect(workflow.map((step) => step.name)).toEqual([
      "inspect",
      "picture-treatment",
      "image-cleanup",
      "layout",
      "ocr",
      "text-review",
      "metadata-entry",
      "access-image",
      "pdf",
      "iiif-manifest",
      "archive",
      "publish",
    ]);
  });

  test("makes each input of each step earlier, or takes it from intake", () => {
    expect(unmade(workflow)).toEqual([]);
  });

  test("lets no two steps make the same role", () => {
    const roles = workflow.flatMap(madeBy);
    expect(new Set(roles).size).toBe(roles.length);
  });

  test("gives every stage a whole version above zero and a time limit", () => {
    for (const step of workflow.filter((each) => each.kind === "stage")) {
      expect(Number.isInteger(step.version) && step.version > 0, step.name).toBe(true);
      expect(step.timeoutSeconds, step.name).toBeGreaterThan(0);
    }
  });

  test("waits only behind gates that exist", () => {
    expect(unknownGates(workflow)).toEqual([]);
    expect(workflow.filter((step) => step.kind === "gate").length).toBeGreaterThan(0);
  });

  test("runs every stage with no parameters given", () => {
    for (const step of workflow.filter((each) => each.kind === "stage" && each.name !== "iiif-manifest")) {
      if (step.kind === "stage") expect(step.params.safeParse({}).success, step.name).toBe(true);
    }
  });
});

describe("these checks can fail", () => {
  const read = defineStage({
    name: "read",
    version: 1,
    of: "page",
    inputs: { text: "image/text" },
    outputs: { layer: "text/machine" },
    params: z.object({}),
    behind: ["nobody"],
    run: async () => {},
  });

  test("an input that nobody makes is found", () => {
    expect(unmade([read])).toEqual(["read wants image/text, which nobody made before"]);
  });

  test("a gate that shows what nobody made is found", () => {
    const gate = defineGate({ name: "text-review", of: "page", from: "text/machine", output: "text/reviewed" });
    expect(unmade([gate])).toEqual(["text-review wants text/machine, which nobody made before"]);
  });

  test("a step behind a gate that is not there is found", () => {
    expect(unknownGates([read])).toEqual(["nobody"]);
  });
});
