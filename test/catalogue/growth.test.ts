import { describe, expect, test } from "vitest";
import { type CatalogueConfig, openCatalogue } from "../../catalogue/open.ts";
import { artifact, intake } from "../contracts/ledger-values.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { hasPostgres } from "../services.ts";

async function expectGrowthSince(config: CatalogueConfig): Promise<void> {
  const clock = { time: Date.parse("2026-01-01T00:00:00Z") };
  const { ledger, observer, close } = await openCatalogue(config, () => new Date(clock.time));
  await intake(ledger, 2, "early");
  clock.time = Date.parse("2026-02-15T00:00:00Z");
  const late = await intake(ledger, 3, "late");
  const bytes = late.reduce((sum, id) => sum + artifact(`master of ${id}`).sizeBytes, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(await observer.bytesSince("2026-02-01T00:00:00.000Z")).toBe(bytes);
  expect(await observer.bytesSince("2026-03-01T00:00:00.000Z")).toBe(0);
  expect(await observer.bytesSince("2025-01-01T00:00:00.000Z")).toBeGreaterThan(bytes);
  await close();
}

describe("what has come since a day", () => {
  test("is weighed on SQLite", async () => await expectGrowthSince({ file: ":memory:" }));

  test.skipIf(!hasPostgres)("is weighed on PostgreSQL", async () => {
    const { databaseUrl, drop } = await freshSchema();
    await expectGrowthSince({ databaseUrl }).finally(drop);
  });
});
