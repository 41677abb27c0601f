/**
 * The plan: from the workflow and what exists, to the derivations that are wanted. Pure; nothing else decides.
 * An edit, a rescan, a new profile and a raised stage version are all the same event here: an input changed.
 */
import { type Artifact, ROLES, type Role, type Scope, SET_ASIDE } from "./artifact.ts";
import { derive } from "./derive.ts";
import type { Derivation, DerivationInput, SubjectId } from "./ledger-rows.ts";
import type { Profile } from "./profile.ts";
import { type AnyStage, type Gate, isOptional, rolesOf, type Source, type Step } from "./stage.ts";

/** Everything the plan looks at. */
export interface Situation {
  readonly itemId: string;
  readonly profile: Profile;
  /** The item's closed page list, in order; empty while the list is open. */
  readonly pageIds: readonly SubjectId[];
  current(subject: SubjectId, role: Role): Artifact | undefined;
}

/** A role that some subject lacks. */
export interface Lack {
  readonly role: Role;
  readonly subjects: number;
}

/** What is wanted of one stage for one subject: a derivation, or the reasons why it must wait. */
export type Verdict =
  | { readonly kind: "wanted"; readonly stage: AnyStage; readonly derivation: Derivation }
  | { readonly kind: "waiting"; readonly stage: AnyStage; readonly lacks: readonly Lack[]; readonly gates: readonly string[] };

/** Steps that are stages of the given scope, in the order of the workflow. */
export function stagesOf(workflow: readonly Step[], scope: Scope): readonly AnyStage[] {
  return workflow.filter((step): step is AnyStage => step.kind === "stage" && step.of === scope);
}

/** What this stage wants for this subject. */
export function wantedOf(workflow: readonly Step[], stage: AnyStage, subject: SubjectId, situation: Situation): Verdict {
  const gates = closedGates(workflow, stage, situation);
  const lacks: Lack[] = [];
  const inputs: DerivationInput[] = [];
  for (const [name, source] of Object.entries<Source>(stage.inputs)) {
    const found = gather(stage, name, source, subject, situation);
    if (found === undefined) continue;
    if ("lack" in found) lacks.push(found.lack);
    else inputs.push(found.input);
  }
  if (lacks.length > 0 || gates.length > 0) return { kind: "waiting", stage, lacks, gates };
  return { kind: "wanted", stage, derivation: derive(stage, situation.profile, inputs) };
}

/**
 * The gates before this stage that policy demands and no person has answered yet; and, whatever the policy, those whose
 * answer was about an earlier scan: a machine's draft does not take a person's place.
 */
function closedGates(workflow: readonly Step[], stage: AnyStage, situation: Situation): readonly string[] {
  return stage.behind.filter((name) => {
    const gate = workflow.find((step): step is Gate => step.kind === "gate" && step.name === name);
    if (!gate) return false;
    const isRequired = situation.profile.gates[name] === "required";
    const earlier = SET_ASIDE[gate.output];
    const subjects = gate.of === "page" ? situation.pageIds : [situation.itemId];
    return subjects.some(
      (subject) =>
        (isRequired && !situation.current(subject, gate.output)) ||
        (earlier !== undefined && situation.current(subject, earlier) !== undefined),
    );
  });
}

type Gathered = { readonly input: DerivationInput } | { readonly lack: Lack };

/** Undefined for what may be away and is: the derivation is then named as if there were no such input. */
function gather(stage: AnyStage, name: string, source: Source, subject: SubjectId, situation: Situation): Gathered | undefined {
  const roles = rolesOf(source);
  const first = roles[0];
  if (first === undefined) throw new TypeError(`${stage.name}.${name} names no role`);
  const isFanIn = stage.of === "item" && ROLES[first].of === "page";
  const subjects = isFanIn ? situation.pageIds : [subject];
  const found = subjects.map((each) => best(each, roles, situation));
  if (isOptional(source) && found[0] === undefined) return undefined;
  const missing = found.filter((each) => each === undefined).length;
  if (missing > 0 || (isFanIn && subjects.length === 0)) return { lack: { role: first, subjects: Math.max(1, missing) } };
  const artifacts = found.filter((each) => each !== undefined).map((each) => each.artifact);
  return { input: { name, role: found[0]?.role ?? first, artifacts } };
}

function best(subject: SubjectId, roles: readonly Role[], situation: Situation) {
  for (const role of roles) {
    const artifact = situation.current(subject, role);
    if (artifact) return { role, artifact };
  }
  return undefined;
}
