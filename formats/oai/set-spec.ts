/** Names of sets in OAI-PMH: `kind:slug`, as the specification's section 2.6 writes hierarchies. */
import { type ItemSet, SET_KINDS, type SetKind } from "../../pipeline/publication-log.ts";

/** A set that a harvester asks for: one, or all of a kind. */
export interface WantedSet {
  readonly kind: SetKind;
  readonly slug?: string;
}

/** Slugs of libraries and classes, and identifiers of batches. */
export const SLUG = /^[\p{L}\p{M}\p{N}._-]{1,200}$/u;
const LONGEST = 1000;
/** What a part of a setSpec may hold; letters of other scripts are written as `~` and their code point between tildes. */
const ALLOWED = /^[A-Za-z0-9_.!*'()-]$/;

/** The setSpec of a set. */
export function setSpecOf({ kind, slug }: WantedSet): string {
  return slug === undefined ? kind : `${kind}:${[...slug].map(written).join("")}`;
}

/** The set that a setSpec names, or undefined when it can name none of ours. */
export function readSetSpec(spec: string): WantedSet | undefined {
  const [kindName = "", written, ...rest] = spec.split(":");
  const kind = SET_KINDS.find((each) => each === kindName);
  if (kind === undefined || rest.length > 0 || spec.length > LONGEST) return undefined;
  if (written === undefined) return { kind };
  const slug = written.replace(/~([0-9a-f]{1,6})~/g, (_match, hex: string) => characterOf(Number.parseInt(hex, 16)));
  return SLUG.test(slug) && setSpecOf({ kind, slug }) === spec ? { kind, slug } : undefined;
}

/** What harvesters are told of a set. */
export function setNameOf({ kind, name }: Pick<ItemSet, "kind" | "name">): string {
  return `${KIND_NAMES[kind]}: ${name}`;
}

/** What harvesters are told of all sets of a kind. */
export const KIND_NAMES: Readonly<Record<SetKind, string>> = {
  holder: "Đơn vị lưu giữ / Holder",
  class: "Nhóm tài liệu / Class of holding",
  batch: "Đợt số hóa / Batch",
};

function written(character: string): string {
  return ALLOWED.test(character) ? character : `~${(character.codePointAt(0) ?? 0).toString(16)}~`;
}

function characterOf(codePoint: number): string {
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : "";
}
