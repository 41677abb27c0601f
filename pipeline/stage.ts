/**
 * A stage is a pure step from files to files; a gate is a step whose outputs come from a person.
 * Both only declare themselves. They know no queue, no store, no catalogue and no neighbour.
 */
import type { z } from "zod";
import { type Digest, ROLES, type Role, type Scope } from "./artifact.ts";

/**
 * Where an input comes from: one role, or the first role of a list that exists; or a role that need not be there, of the stage's
 * own scope: most pages have nothing that a person wished for them.
 */
export type Source = Role | { readonly firstOf: readonly Role[] } | Optional;
interface Optional {
  readonly optional: Role;
}

/** A file handed to a stage. `path` is read-only: writing to it would damage the store. */
export interface InputFile {
  readonly path: string;
  readonly digest: Digest;
  readonly role: Role;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

type RoleOf<S extends Source> = S extends Role ? S : S extends { readonly firstOf: readonly (infer R)[] } ? R & Role : never;
type ScopeOf<S extends Source> = (typeof ROLES)[RoleOf<S>]["of"];

/** A page's role seen from an item-wide stage is a list in page order; all else is one file. */
export type InputOf<Of extends Scope, S extends Source> = Of extends "item"
  ? ScopeOf<S> extends "page"
    ? readonly InputFile[]
    : InputFile
  : InputFile;

/** Inputs by the names the stage gave them. */
export type Sources = Readonly<Record<string, Source>>;
type OptionalName<I extends Sources> = { [K in keyof I]: I[K] extends Optional ? K : never }[keyof I];
/** Where the names are not known, any may hold one file or a list. */
type InputsOf<Of extends Scope, I extends Sources> = string extends keyof I
  ? Readonly<Record<string, InputFile | readonly InputFile[]>>
  : { readonly [K in Exclude<keyof I, OptionalName<I>>]: InputOf<Of, I[K]> } & { readonly [K in OptionalName<I>]?: InputFile };
/** Output roles by the names the stage gave them. */
export type Targets = Readonly<Record<string, Role>>;

/** What `run` receives. It writes every path of `outputs` or throws. */
export interface StageRun<Of extends Scope, I extends Sources, O extends Targets, P> {
  readonly inputs: InputsOf<Of, I>;
  /** Paths to write, one a declared output; the folder exists and is private to this run. */
  readonly outputs: { readonly [K in keyof O]: string };
  /** An empty folder for intermediate files, removed afterwards. */
  readonly scratch: string;
  readonly params: P;
  /** Aborts on time-out or interruption; stop soon after. */
  readonly signal: AbortSignal;
}

/** A machine step. */
export interface Stage<Of extends Scope = Scope, I extends Sources = Sources, O extends Targets = Targets, P = unknown> {
  readonly kind: "stage";
  readonly name: string;
  /** Raised whenever the same inputs would give other bytes. */
  readonly version: number;
  readonly of: Of;
  readonly inputs: I;
  readonly outputs: O;
  readonly params: z.ZodType<P>;
  /** Longest time one run may take before it is stopped. */
  readonly timeoutSeconds: number;
  /** Gates whose policy decides whether this stage may go on with drafts. */
  readonly behind: readonly string[];
  run(run: StageRun<Of, I, O, P>): Promise<void>;
}

/** A human step: declared like a stage, answered by a person. `from` is what the person is shown. */
export interface Gate {
  readonly kind: "gate";
  readonly name: string;
  readonly of: Scope;
  readonly from: Role;
  readonly output: Role;
}

/** One row of the workflow, whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: a list of stages of different types has no narrower common type
export type AnyStage = Stage<any, any, any, any>;
/** A step of the workflow. */
export type Step = AnyStage | Gate;

/**
 * Declare a machine step. Types follow the declaration: an undeclared input or output is a compile error.
 * @throws {TypeError} when a page stage asks for an item's role, or an output or an optional input has another scope than the stage.
 */
export function defineStage<const Of extends Scope, const I extends Sources, const O extends Targets, P>(
  stage: Omit<Stage<Of, I, O, P>, "kind" | "timeoutSeconds" | "behind"> & {
    readonly timeoutSeconds?: number;
    readonly behind?: readonly string[];
  },
): Stage<Of, I, O, P> {
  for (const role of Object.values(stage.outputs)) {
    if (ROLES[role].of !== stage.of) throw new TypeError(`${stage.name}: output ${role} is not of a ${stage.of}`);
  }
  for (const source of Object.values(stage.inputs)) {
    if (isOptional(source) && ROLES[source.optional].of !== stage.of)
      throw new TypeError(`${stage.name}: ${source.optional} is not of a ${stage.of} and cannot be optional`);
    for (const role of rolesOf(source)) {
      if (stage.of === "page" && ROLES[role].of === "item") throw new TypeError(`${stage.name}: a page step cannot read ${role}`);
    }
  }
  return { kind: "stage", timeoutSeconds: 600, behind: [], ...stage };
}

/** Declare a human step. */
export function defineGate(gate: Omit<Gate, "kind">): Gate {
  return { kind: "gate", ...gate };
}

/** The roles a source may come from, in order of preference. */
export function rolesOf(source: Source): readonly Role[] {
  if (typeof source === "string") return [source];
  return isOptional(source) ? [source.optional] : source.firstOf;
}

/** True for an input that need not be there. */
export function isOptional(source: Source): source is Optional {
  return typeof source === "object" && "optional" in source;
}
