/** Conformance declarations: an empty-looking file whose name says what the folder is (NAMASTE; OCFL 1.1, sections 3.3 and 4.2). */
import { join } from "node:path";
import { SPEC_VERSIONS } from "./inventory.ts";
import { type OcflProblem, violation } from "./problem.ts";
import { type Entry, textOf } from "./walk.ts";

/** What a folder can declare itself to be. */
export type Declared = "ocfl_object" | "ocfl";

interface DeclarationRules {
  readonly none: string;
  readonly many: string;
  readonly tag: string;
  readonly name: string;
  readonly content: string;
}

const RULES: Readonly<Record<Declared, DeclarationRules>> = {
  ocfl_object: { none: "E003", many: "E003", tag: "E005", name: "E006", content: "E007" },
  ocfl: { none: "E069", many: "E076", tag: "E078", name: "E079", content: "E080" },
};

/** True for a file that wants to be a declaration, rightly or not. */
export function isDeclaration(name: string): boolean {
  return /^\w=/.test(name);
}

/** The specification version that a folder declares, or what is wrong with its declaration. */
export async function checkDeclaration(
  folder: string,
  entries: readonly Entry[],
  what: Declared,
): Promise<{ readonly specVersion?: string; readonly problems: readonly OcflProblem[] }> {
  const rules = RULES[what];
  const found = entries.filter(({ name, kind }) => kind === "file" && isDeclaration(name)).map(({ name }) => name);
  if (found.length === 0) return { problems: [violation(rules.none, folder)] };
  if (found.length > 1) return { problems: [violation(rules.many, folder, found)] };
  const [name = ""] = found;
  const version = SPEC_VERSIONS.find((each) => name === `0=${what}_${each}`);
  if (version === undefined) return { problems: [violation(name.startsWith("0=") ? rules.name : rules.tag, folder, name)] };
  const text = await textOf(join(folder, name));
  const isSaid = text === `${what}_${version}\n`;
  return { specVersion: version, problems: isSaid ? [] : [violation(rules.content, folder, text)] };
}
