/** What a drill compares: everything of a catalogue that people would miss, one digest for each kind of row. */
import { createHash } from "node:crypto";
import type { RowChunk } from "../../catalogue/backup/port.ts";
import { lineOf } from "../../catalogue/backup/row-json.ts";

/** A kind of row: how many, and a digest over all of them that does not depend on their order. */
export interface Standing {
  readonly rows: number;
  readonly digest: string;
}

/** Takes rows in and sums them up by table. Memory holds 32 bytes a table. */
export class Standings {
  readonly #tables = new Map<string, { rows: number; sum: bigint }>();

  take({ table, rows }: RowChunk): void {
    const standing = this.#tables.get(table) ?? { rows: 0, sum: 0n };
    for (const row of rows) {
      const ordered = Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
      const digest = createHash("sha256").update(lineOf(ordered)).digest("hex");
      standing.sum = BigInt.asUintN(256, standing.sum + BigInt(`0x${digest}`));
      standing.rows += 1;
    }
    this.#tables.set(table, standing);
  }

  /** By table. */
  result(): ReadonlyMap<string, Standing> {
    const shown = ({ rows, sum }: { rows: number; sum: bigint }) => ({ rows, digest: sum.toString(16).padStart(64, "0") });
    return new Map([...this.#tables].map(([table, standing]) => [table, shown(standing)]));
  }
}
