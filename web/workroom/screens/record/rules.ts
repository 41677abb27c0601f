/** Kinds of document and controlled lists, as the server has them. */
import { get } from "../../api.ts";
import { language } from "../../language.ts";
import { folded } from "./field-forms.ts";

type Both = { readonly vi: string; readonly en: string };

/** One entry of a list. */
export interface ListEntry extends Both {
  readonly id: string;
  readonly also: readonly string[];
  readonly isHidden: boolean;
}

/** One field of a kind of document. */
export interface ProfileField {
  readonly field: string;
  readonly group: string;
  readonly need: "required" | "recommended" | "optional";
  readonly label?: Both;
  readonly hint?: Both;
}

/** All of it. */
export interface Rules {
  readonly profiles: Readonly<
    Record<
      string,
      { readonly name: Both; readonly fields: readonly ProfileField[]; readonly defaults: Readonly<Record<string, unknown>> }
    >
  >;
  readonly lists: Readonly<Record<string, readonly ListEntry[]>>;
  readonly labels: { readonly vi: Readonly<Record<string, string>>; readonly en: Readonly<Record<string, string>> };
}

/** Ask for them. */
export const fetchRules = async (): Promise<Rules> => await get<Rules>("/api/record-rules");

/** The entries of a list; kinds of document are one. */
export function entriesOf(rules: Rules, list: string): readonly ListEntry[] {
  if (list !== "profiles") return rules.lists[list] ?? [];
  return Object.entries(rules.profiles).map(([id, { name }]) => ({ id, ...name, also: [], isHidden: false }));
}

/** What an entry is called in the reader's language; the id itself where there is no such entry. */
export function termLabel(rules: Rules, list: string, id: string): string {
  return entriesOf(rules, list).find((entry) => entry.id === id)?.[language()] ?? id;
}

/** The entry that a text names exactly, in either language, with or without marks. */
export function termNamed(rules: Rules, list: string, text: string): ListEntry | undefined {
  const wanted = folded(text);
  return wanted === ""
    ? undefined
    : entriesOf(rules, list).find((entry) => namesOf(entry).some((name) => folded(name) === wanted));
}

/** Entries that a text may mean: those whose name begins with it first. */
export function termsLike(rules: Rules, list: string, text: string): readonly ListEntry[] {
  const wanted = folded(text);
  const shown = entriesOf(rules, list).filter(({ isHidden }) => !isHidden);
  const ranked = shown.flatMap((entry) => {
    const names = namesOf(entry).map(folded);
    if (names.some((name) => name.startsWith(wanted))) return [{ entry, rank: 0 }];
    if (names.some((name) => name.includes(` ${wanted}`))) return [{ entry, rank: 1 }];
    return names.some((name) => name.includes(wanted)) ? [{ entry, rank: 2 }] : [];
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ entry }) => entry);
}

const namesOf = ({ id, vi, en, also }: ListEntry): readonly string[] => [vi, en, ...also, id];

/** What a field is called, in this kind of document or in general. */
export function fieldLabel(rules: Rules, field: string, own: ProfileField | undefined): string {
  const label = own?.label?.[language()] ?? rules.labels[language()][field] ?? field;
  return label.charAt(0).toLocaleUpperCase() + label.slice(1);
}
