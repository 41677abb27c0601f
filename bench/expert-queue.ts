/**
 * What an expert's looks are worth in the order of the queue: a simulated reviewer looks at 200 characters of each book with truth
 * and puts right what is wrong. Run: npx tsx bench/expert-queue.ts [budget]
 */
import { join } from "node:path";
import { MATERIAL } from "../test/fixtures/material.ts";
import { review } from "./expert-queue/simulate.ts";
import { type ReadPage, readTruePages } from "./expert-queue/true-pages.ts";

function lineOf(name: string, pages: readonly ReadPage[], budget: number) {
  const [inOrder, stops, queue, places] = (
    ["page-order", "stops-in-page-order", "queue-of-pages", "queue-of-places"] as const
  ).map((order) => review(pages, order, budget));
  return { name, pages: pages.length, inOrder, stops, queue, places };
}

function printed(line: ReturnType<typeof lineOf>): string {
  const { inOrder, stops, queue, places } = line;
  const cells = [line.pages, queue?.characters, queue?.before, inOrder?.after, stops?.after, queue?.after, places?.after].map(
    (each) => String(each).padStart(8),
  );
  return `${line.name.padEnd(28)}${cells.join("")}${lower(places?.after ?? 0, inOrder?.after ?? 0).padStart(9)}`;
}

function lower(after: number, other: number): string {
  return other === 0 ? "-" : `${((100 * (other - after)) / other).toFixed(1)} %`;
}

async function main(folder: string, budget: number): Promise<void> {
  const pages = await readTruePages(folder);
  const items = [...new Set(pages.map(({ item }) => item))].sort();
  const lines = items.map((item) =>
    lineOf(
      item,
      pages.filter((page) => page.item === item),
      budget,
    ),
  );
  console.log(`errors left after a reviewer looked at ${budget} characters`);
  console.log(`${"book".padEnd(28)}   pages   chars  before in order   stops   pages  places    lower`);
  for (const line of lines) console.log(printed(line));
  const sum = (of: "inOrder" | "queue" | "places") => lines.reduce((total, line) => total + (line[of]?.after ?? 0), 0);
  console.log(`${budget} looks in each book leave ${sum("inOrder")} errors in page order,`);
  console.log(`  ${sum("queue")} by the queue of pages: lower by ${lower(sum("queue"), sum("inOrder"))}`);
  console.log(`  ${sum("places")} by the queue of places: lower by ${lower(sum("places"), sum("inOrder"))} (bar: 30 %)`);
  const once = lineOf("all books as one", pages, budget);
  console.log(printed(once));
  const bound = Math.min(budget, once.queue?.before ?? 0);
  console.log(
    `(no order whatsoever could do more there than ${lower((once.queue?.before ?? 0) - bound, once.inOrder?.after ?? 0)})`,
  );
}

if (MATERIAL === undefined) console.log("No material on this machine: set SOHOA_MATERIAL.");
else await main(join(MATERIAL, "dev/nomnaocr-columns"), Number(process.argv[2] ?? 200));
