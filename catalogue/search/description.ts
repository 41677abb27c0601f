/** What of a record can be searched for and chosen by. */
import { type ItemRecord, isHanScript } from "../../pipeline/record.ts";
import type { Facet } from "./port.ts";
import { flowOfText, tokensOfFlows } from "./tokens.ts";

/** Titles, people, shelfmark and numbers, subjects, places, date: the words by which a catalogue is asked. */
export function describedTokens(shelfmark: string, record: ItemRecord): readonly string[] {
  const texts = [
    shelfmark,
    ...record.titles.map((title) => title.text),
    ...record.agents.flatMap(({ name, normalised, alsoKnownAs }) => [name, normalised, ...alsoKnownAs.map((each) => each.name)]),
    ...record.identifiers.map((identifier) => identifier.value),
    ...record.subjects,
    ...record.places.flatMap(({ name, now }) => [name, now]),
    record.dateAsWritten,
    record.dateEdtf,
    record.holder,
  ];
  return tokensOfFlows(texts.flatMap((text) => (text ? [flowOfText(text)] : [])));
}

/** The values that an item has of each facet, each once. */
export function facetsOf(record: ItemRecord): readonly { readonly facet: Facet; readonly value: string }[] {
  const values: Readonly<Record<Facet, readonly (string | undefined)[]>> = {
    holder: [record.holder],
    class: [record.holdingClass],
    century: centuriesOf(record.dateEdtf ?? ""),
    script: record.scripts.length > 0 ? record.scripts : [usualScript(record.language)],
  };
  return (Object.keys(values) as Facet[]).flatMap((facet) =>
    [...new Set(values[facet])].flatMap((value) => (value ? [{ facet, value }] : [])),
  );
}

/** A date that spans more says too little to be found by. */
const MOST_CENTURIES = 3;

/** The centuries of an EDTF date or interval: 1866 is of the 19th, 18XX as well, 1795/1810 of the 18th and 19th. */
function centuriesOf(edtf: string): readonly string[] {
  const years = [...edtf.matchAll(/(?<![\dX-])(\d{2})([\dX]{2})(?![\dX])/g)];
  const centuries = years.map(([, hundreds = "", rest = ""]) => Number(hundreds) + (rest === "00" ? 0 : 1));
  const [first, last] = [Math.min(...centuries), Math.max(...centuries)];
  if (centuries.length === 0 || last - first >= MOST_CENTURIES) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

function usualScript(language: string): string | undefined {
  if (/^vi-Han/i.test(language)) return "nom";
  if (isHanScript(language)) return "han";
  return /^vi\b/i.test(language) ? "quoc-ngu" : undefined;
}
