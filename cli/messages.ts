/** Every sentence a person reads, looked up by code or key in `messages/<language>/<area>.json`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../pipeline/errors.ts";
import { PACKAGE_ROOT } from "./package-root.ts";

export type Language = "vi" | "en";

/** A failure in words: what happened and what to do next. */
export interface FailureText {
  readonly message: string;
  readonly advice: string;
}

type Table = Readonly<Record<string, string | FailureText>>;

/** The sentences of one language. */
export class Messages {
  readonly language: Language;
  readonly #table: Table;

  constructor(language: Language) {
    this.language = language;
    const folder = join(PACKAGE_ROOT, "cli/messages", language);
    const areas = readdirSync(folder).filter((name) => name.endsWith(".json"));
    this.#table = Object.assign(
      {},
      ...areas.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Table),
    ) as Table;
  }

  /** A phrase of the interface; the key itself when nobody wrote it. */
  say(key: string, facts: Facts = {}): string {
    const found = this.#table[key];
    return this.#fill(typeof found === "string" ? found : key, facts);
  }

  /** A phrase that nobody need have written. */
  find(key: string): string | undefined {
    const found = this.#table[key];
    return typeof found === "string" ? found : undefined;
  }

  /** A failure by its code; an unknown code is shown as it is, with what is known of it. */
  failure(code: string, facts: Facts = {}): FailureText {
    const found = this.#table[code];
    if (found === undefined || typeof found === "string") {
      const rest = Object.entries(facts)
        .map(([key, value]) => `${key}=${value}`)
        .join(" ");
      return { message: `${code} ${rest}`.trim(), advice: "" };
    }
    return { message: this.#fill(found.message, facts), advice: this.#fill(found.advice, facts) };
  }

  #fill(text: string, facts: Facts): string {
    return fill(text, facts, this.language, (key) => this.find(key));
  }
}

const PLACE = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*)|:([\w.]+))?\}/g;

/**
 * Put facts into `{name}`; numbers in the reader's form; control characters made visible. `{column:register.column}` says the value
 * as the phrase `register.column-<value>` has it, and the value itself where nobody wrote such a phrase. `{count|page is|pages are}`
 * says the first words where the fact is one, else the others; Vietnamese needs none of it.
 */
export function fill(text: string, facts: Facts, language: Language, phrase?: (key: string) => string | undefined): string {
  return text.replace(PLACE, (whole, name: string, one?: string, others?: string, phrases?: string) => {
    const value = facts[name];
    if (value === undefined) return whole;
    if (one !== undefined && others !== undefined) return value === 1 ? one : others;
    if (typeof value === "number") return value.toLocaleString(language);
    return (phrases === undefined ? undefined : phrase?.(`${phrases}-${value}`)) ?? visible(String(value));
  });
}

/** Text from outside as it may be shown: control, bidi and other invisible characters as code points. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}]/gu,
    (each) => `<U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );
}
