/**
 * How screens say things. Each area of the workroom has a file beside this one with its Vietnamese sentences, the source, and the
 * English ones (`satisfies` demands every one); `wordsOf` makes the function that a screen says them with.
 */
import { type Language, language } from "../language.ts";

type Facts = Readonly<Record<string, string | number>>;

const PLACE = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/** The sentences of one area. */
export interface Area<K extends string> {
  readonly vi: Readonly<Record<K, string>>;
  readonly en: Readonly<Record<K, string>>;
}

/**
 * A function that says the sentences of an area in the language of the moment. `{count}` is a fact; `{count|page is|pages are}` says
 * the first words where that fact is one, else the others.
 */
export function wordsOf<K extends string>(area: Area<K>): (key: K, facts?: Facts) => string {
  return (key, facts = {}) =>
    area[language()][key].replace(PLACE, (whole, name: string, one?: string, others?: string) => {
      const value = facts[name];
      if (value === undefined) return whole;
      if (one !== undefined && others !== undefined) return value === 1 ? one : others;
      return typeof value === "number" ? number(value) : value;
    });
}

const LOCALES: Readonly<Record<Language, string>> = { vi: "vi-VN", en: "en-GB" };

/** A number in the reader's form. */
export const number = (value: number, digits = 0): string =>
  value.toLocaleString(LOCALES[language()], { maximumFractionDigits: digits, minimumFractionDigits: 0 });

/** A share from 0 to 1 as a percentage. */
export const percent = (share: number, digits = 0): string => `${number(share * 100, digits)} %`;

/** The time of day of an instant, in Vietnam. */
export const clockTime = (iso: string): string =>
  new Date(iso).toLocaleTimeString(LOCALES[language()], { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });

/** Day and time of an instant, in Vietnam. */
export const dayAndTime = (iso: string): string =>
  new Date(iso).toLocaleString(LOCALES[language()], {
    timeZone: "Asia/Ho_Chi_Minh",
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
