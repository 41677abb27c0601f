/**
 * Ideographic description sequences: how a character that no code point stands for is put together (⿰亻人).
 * Source: The Unicode Standard, section 18.2, with the operators of Unicode 15.1 (⿼ ⿽ ⿾ ⿿ ㇯).
 */
import { codePointKind } from "./code-point.ts";

/** A component, or an operator with what it joins. */
export type Description = string | { readonly operator: string; readonly parts: readonly Description[] };

/** How many components each operator joins. */
const ARITY: ReadonlyMap<string, number> = new Map([
  ...[..."⿰⿱⿴⿵⿶⿷⿸⿹⿺⿻⿼⿽㇯"].map((each) => [each, 2] as const),
  ...[..."⿲⿳"].map((each) => [each, 3] as const),
  ...[..."⿾⿿"].map((each) => [each, 1] as const),
]);
const UNKNOWN_COMPONENT = "？";

/** What is wrong, and at which code point, counted from 0. */
export interface DescriptionFault {
  readonly code: "incomplete" | "too-long" | "not-a-component";
  readonly at: number;
}

/** The sequence as a tree, or why it is none. A single component is a sequence as well. */
export function readDescription(text: string): { readonly description: Description } | { readonly fault: DescriptionFault } {
  const characters = [...text];
  const read = at(characters, 0);
  if ("fault" in read) return read;
  return read.next < characters.length ? { fault: { code: "too-long", at: read.next } } : { description: read.description };
}

type Read = { readonly description: Description; readonly next: number } | { readonly fault: DescriptionFault };

function at(characters: readonly string[], index: number): Read {
  const character = characters[index];
  if (character === undefined) return { fault: { code: "incomplete", at: index } };
  const arity = ARITY.get(character);
  if (arity === undefined) return component(character, index);
  const parts: Description[] = [];
  let next = index + 1;
  for (let part = 0; part < arity; part++) {
    const read = at(characters, next);
    if ("fault" in read) return read;
    parts.push(read.description);
    next = read.next;
  }
  return { description: { operator: character, parts }, next };
}

function component(character: string, index: number): Read {
  const isStroke = character >= "\u31c0" && character <= "\u31e5";
  const kind = codePointKind(character);
  const isComponent =
    ["han", "compatibility", "radical", "private-use"].includes(kind) || isStroke || character === UNKNOWN_COMPONENT;
  return isComponent ? { description: character, next: index + 1 } : { fault: { code: "not-a-component", at: index } };
}

/** Longest sequence found in running text, in code points: nobody describes a character by more, and pasted text may be anything. */
const LONGEST = 64;

/** Where the sequence ends that begins with an operator at `start` of running text; undefined where none does. */
export function descriptionEnd(characters: readonly string[], start: number): number | undefined {
  if (!ARITY.has(characters[start] ?? "")) return undefined;
  let open = 1;
  for (let index = start; index < Math.min(characters.length, start + LONGEST); index++) {
    const character = characters[index] as string;
    const arity = ARITY.get(character);
    if (arity === undefined && "fault" in component(character, index)) return undefined;
    open += (arity ?? 0) - 1;
    if (open === 0) return index + 1;
  }
  return undefined;
}

/** The components, in the order of the sequence. */
export function componentsOf(description: Description): readonly string[] {
  return typeof description === "string" ? [description] : description.parts.flatMap(componentsOf);
}
