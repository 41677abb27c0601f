/** The name of a run: equal names mean equal work, so nothing is ever done twice. */
import { createHash } from "node:crypto";
import type { Digest } from "./artifact.ts";
import type { Derivation, DerivationInput } from "./ledger-rows.ts";
import type { Profile } from "./profile.ts";
import type { AnyStage, Step } from "./stage.ts";

/** JSON with keys in order, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each) =>
    each !== null && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** SHA-256 of a text, in hexadecimal. */
export function digestOfText(text: string): Digest {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The name of a workflow, for planning: another version of a stage, or other steps or inputs, is another workflow. */
export function nameOfWorkflow(workflow: readonly Step[]): Digest {
  return digestOfText(
    canonicalJson(
      workflow.map((step) =>
        step.kind === "gate"
          ? [step.name, step.of, step.from, step.output]
          : [step.name, step.of, step.version, step.inputs, step.outputs, step.behind],
      ),
    ),
  );
}

/**
 * The derivation of a stage over these inputs: parameters come from the item's profile, checked and completed by the stage.
 * @throws {ZodError} when the profile's parameters do not fit the stage.
 */
export function derive(stage: AnyStage, profile: Profile, inputs: readonly DerivationInput[]): Derivation {
  const params = stage.params.parse(profile.params[stage.name] ?? {});
  const named = inputs.map((input) => [input.name, input.role, ...input.artifacts.map((artifact) => artifact.digest)]);
  const key = digestOfText(canonicalJson([stage.name, stage.version, params, named]));
  return { key, stage: stage.name, stageVersion: stage.version, params, inputs };
}
