/** Reign eras (年號, niên hiệu) and how they are looked up. */
import { CHINESE_ERAS } from "./chinese-eras.ts";
import { eraWord } from "./era-word.ts";
import { VIETNAMESE_ERAS } from "./vietnamese-eras.ts";

/** Who counted on after the era had ended at court. */
export interface LaterUse {
  readonly by: "nguyen-lords" | "can-vuong";
  /** Last lunar year in which they did. */
  readonly lastYear: number;
}

/** Why years of an era are not certain. */
export type EraDoubt = "mac-steles" | "first-year-disputed";

/** A reign era. Lunar years bear the number of the Gregorian year in which they begin. */
export interface Era {
  /** As written, in traditional characters. */
  readonly han: string;
  /** In Sino-Vietnamese reading. */
  readonly vi: string;
  /** Both names as messages give them: Minh Mệnh 明命. */
  readonly title: string;
  /** The house or regime, in Vietnamese. */
  readonly regime: string;
  readonly country: "vietnam" | "china";
  /** The lunar year that is called the first (元年). */
  readonly firstYear: number;
  /** The last lunar year in which it was used at court. */
  readonly lastYear: number;
  readonly laterUse?: LaterUse;
  readonly doubt?: EraDoubt;
}

const LATER_USE: Readonly<Record<string, LaterUse>> = {
  "nguyen-lords": { by: "nguyen-lords", lastYear: 1801 },
  "can-vuong": { by: "can-vuong", lastYear: 1888 },
};

/** All eras known, Vietnamese first, each group in the order of time. */
export const ERAS: readonly Era[] = [...erasOf(VIETNAMESE_ERAS, "vietnam"), ...erasOf(CHINESE_ERAS, "china")];

/**
 * Eras by their names in Quốc ngữ, each word by `eraWord`, words joined by a space. Where a Vietnamese era reads like a Chinese one
 * that is written otherwise (正和 and 政和, Chính Hòa), the reading means the Vietnamese one: Vietnamese texts that
 * mean the other write its house or its characters. Eras written alike (元豐) stay both.
 */
export const ERAS_BY_NAME: ReadonlyMap<string, readonly Era[]> = byName();

/** Table lines: `regime: han vi first last [mark]; …`; another way to write a name follows after a slash. */
function erasOf(table: string, country: Era["country"]): readonly Era[] {
  return table
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [regime = "", rows = ""] = line.split(": ");
      return rows.split("; ").map((row) => eraOf(row.trim(), regime.trim(), country));
    });
}

function eraOf(row: string, regime: string, country: Era["country"]): Era {
  const match = /^(\S+) (.+?) (\d{3,4})-(\d{3,4})(?: \[(.+)\])?$/u.exec(row);
  if (!match) throw new Error(`not a row of the table of eras: ${row}`);
  const [, han = "", vi = "", first, last, mark = ""] = match;
  const laterUse = LATER_USE[mark];
  return {
    han,
    vi,
    title: `${vi.split("/")[0]} ${han.split("/")[0]}`,
    regime,
    country,
    firstYear: Number(first),
    lastYear: Number(last),
    ...(laterUse ? { laterUse } : mark ? { doubt: mark as EraDoubt } : {}),
  };
}

/** "Lê" names all houses of the Lê. */
export function isOfHouse({ regime }: Era, house: string): boolean {
  return regime === house || (house === "Lê" && regime.includes("Lê "));
}

/**
 * Those of the eras that are of the house; where none is, the eras of the house that only read alike, as scribes confuse
 * them (宋正和 for 宋政和); else all, for then the word before them was no house.
 */
export function ofHouse(eras: readonly Era[], house: string): readonly Era[] {
  const own = eras.filter((era) => isOfHouse(era, house));
  if (own.length > 0) return own;
  const readings = new Set(eras.flatMap((era) => era.vi.split("/")));
  const alike = ERAS.filter((era) => isOfHouse(era, house) && era.vi.split("/").some((name) => readings.has(name)));
  return alike.length > 0 ? alike : eras;
}

function isOnlyReadLike(era: Era, known: readonly Era[]): boolean {
  return era.country === "china" && known.some((each) => each.country === "vietnam" && each.han !== era.han);
}

function byName(): ReadonlyMap<string, readonly Era[]> {
  const names = new Map<string, Era[]>();
  for (const era of ERAS) {
    for (const name of era.vi.split("/").map((each) => each.split(" ").map(eraWord).join(" "))) {
      const known = names.get(name);
      if (known === undefined) names.set(name, [era]);
      else if (!known.includes(era) && !isOnlyReadLike(era, known)) known.push(era);
    }
  }
  return names;
}
