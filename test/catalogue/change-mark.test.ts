/** What lets a server remember what it read: the mark of a catalogue's state, over both databases. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Catalogue, type CatalogueConfig, openCatalogue } from "../../catalogue/open.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { hasPostgres } from "../services.ts";

interface Place {
  readonly config: CatalogueConfig;
  drop(): Promise<void>;
}

const clock = () => new Date("2026-11-20T08:00:00Z");

async function write({ ledger }: Catalogue, id: string): Promise<void> {
  const profile = {
    name: "han-nom",
    script: "han-nom" as const,
    viewingDirection: "right-to-left" as const,
    gates: {},
    params: {},
  };
  await ledger.openBatch({ id, itemId: id, shelfmark: id, profile });
}

function behaviour(name: string, place: () => Promise<Place>): void {
  describe(`the mark of a catalogue in ${name}`, () => {
    test("is another one after a change, by this connection or by another", async () => {
      const { config, drop } = await place();
      const [server, worker] = [await openCatalogue(config, clock), await openCatalogue(config, clock)];
      const marks = [await server.ledger.changeMark()];
      await write(worker, "one");
      marks.push(await server.ledger.changeMark());
      await write(server, "two");
      marks.push(await server.ledger.changeMark());
      expect(new Set(marks).size).toBe(3);
      await Promise.all([server.close(), worker.close()]);
      await drop();
    });

    test("that is taken after a change shows it, however many ask at the same time", async () => {
      const { config, drop } = await place();
      const [server, worker] = [await openCatalogue(config, clock), await openCatalogue(config, clock)];
      for (let round = 0; round < 20; round += 1) {
        // Under way before the change, so no answer to those who ask after it.
        const early = Promise.all([server.ledger.changeMark(), server.ledger.changeMark()]);
        const before = await server.ledger.changeMark();
        await write(worker, `item-${round}`);
        const after = await Promise.all(Array.from({ length: 5 }, () => server.ledger.changeMark()));
        for (const mark of after) expect(mark).not.toBe(before);
        await early;
      }
      await Promise.all([server.close(), worker.close()]);
      await drop();
    });
  });
}

behaviour("SQLite", async () => ({
  config: { file: join(await mkdtemp(join(tmpdir(), "sohoa-mark-")), "catalogue.sqlite") },
  drop: async () => {},
}));

test("the mark of a catalogue in SQLite stays while nothing changes", async () => {
  const catalogue = await openCatalogue({ file: ":memory:" }, clock);
  const before = await catalogue.ledger.changeMark();
  await catalogue.ledger.items();
  expect(await catalogue.ledger.changeMark()).toBe(before);
  await catalogue.close();
});

if (hasPostgres) {
  behaviour("PostgreSQL", async () => {
    const { databaseUrl, drop } = await freshSchema();
    return { config: { databaseUrl }, drop };
  });
} else {
  describe("the mark of a catalogue in PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
