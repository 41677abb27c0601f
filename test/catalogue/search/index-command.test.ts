import { join } from "node:path";
import { expect, test } from "vitest";
import { openCatalogue } from "../../../catalogue/open.ts";
import { publishItem } from "../../contracts/search-values.ts";
import { sohoa, temporaryHome } from "../../fixtures/command-line.ts";

test("sohoa index says what it made, and of what could not be read that it cannot be found", async () => {
  const { home, remove } = await temporaryHome();
  const first = await sohoa(["index", "--json", "--home", home]);
  expect(first).toMatchObject({ exit: 0, envelope: { counts: { indexed: 0, hidden: 0, failed: 0, items: 0, pages: 0 } } });
  const catalogue = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => new Date("2026-01-01T00:00:00Z"));
  await publishItem(catalogue.ledger, { item: "A", pages: [] });
  await catalogue.close();
  const second = await sohoa(["index", "--all", "--home", home]);
  expect(second.exit).toBe(3);
  expect(second.stdout).toContain("Items that could not be read and cannot be found: 1; see sohoa fsck");
  await remove();
});
