/** The table of `docs/faults.md`: made of the list of faults and of what a run of them gave. */
import type { Fault } from "./fault.ts";

/** What a run gave for each fault, in words. */
export type Results = ReadonlyMap<string, string>;

/** In place of a result, until the command has run the tests of a fault to their end. */
export const NOT_RUN = "not yet run by the command";

const BEGIN = "<!-- begin: npm run faults -- --write -->";
const END = "<!-- end -->";
const HEAD = "| id | fault | what is done | tests (in `test/`) | result | not shown |\n| --- | --- | --- | --- | --- | --- |";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** One line of it. */
export function rowOf({ id, fault, done, tests, open }: Fault, result: string): string {
  const named = tests.map(([file, name]) => `\`${file}\`: ${name}`).join("; ");
  return `| ${[id, fault, done, named, result, open].map(cell).join(" | ")} |`;
}

/** The results that stand in the page. */
export function resultsIn(page: string): Results {
  const rows = between(page)
    .split("\n")
    .filter((line) => /^\| F\d\d \|/.test(line));
  return new Map(
    rows.map((row) => row.split(/(?<!\\)\|/).map((each) => each.trim())).map((cells) => [cells[1] ?? "", cells[5] ?? ""]),
  );
}

/** The page with the table made anew. */
export function withTable(page: string, faults: readonly Fault[], results: Results): string {
  const rows = faults.map((fault) => rowOf(fault, results.get(fault.id) || NOT_RUN));
  return page.replace(`${BEGIN}${between(page)}${END}`, () => `${BEGIN}\n\n${HEAD}\n${rows.join("\n")}\n\n${END}`);
}

function between(page: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error("docs/faults.md has no place for the table");
  return page.slice(from + BEGIN.length, to);
}
