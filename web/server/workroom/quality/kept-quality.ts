/**
 * What was measured on items, gathered again only where something changed. Gathering reads two reports a page; and it tells which
 * masters a supervised child has read whole: no other is opened for the desk.
 */
import type { ItemQuality } from "../../../../catalogue/quality/gather.ts";
import type { Digest } from "../../../../pipeline/artifact.ts";
import { digestOfText } from "../../../../pipeline/derive.ts";
import type { Ledger } from "../../../../pipeline/ledger.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import type { QualityDesk } from "./quality-desk.ts";

/** Items remembered: those of a list and of the desks that are open. */
const KEPT = 160;

interface Known {
  readonly mark: Digest;
  readonly quality: ItemQuality;
}

/** Remembers what was gathered last of each item. */
export class KeptQuality {
  readonly #desk: QualityDesk;
  readonly #ledger: Pick<Ledger, "currentOfItem" | "verdicts">;
  readonly #known = new Map<string, Known>();

  constructor(desk: QualityDesk, ledger: Pick<Ledger, "currentOfItem" | "verdicts">) {
    this.#desk = desk;
    this.#ledger = ledger;
  }

  /** The item's quality as it is now. */
  async of(item: ItemRow): Promise<ItemQuality> {
    const mark = await this.#markOf(item);
    const known = this.#known.get(item.id);
    const quality = known?.mark === mark ? { ...known.quality, item } : await this.#desk.gather(item);
    this.#known.delete(item.id);
    this.#known.set(item.id, { mark, quality });
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return quality;
  }

  /** True when this master of this page was measured. */
  async hasMeasured(item: ItemRow, page: string, master: Digest): Promise<boolean> {
    const { pages } = await this.of(item);
    return pages.some(({ page: { id }, facts }) => id === page && facts.master === master && facts.report !== null);
  }

  /** Another text after every change that quality is made of; page names and order among them, by the item's version. */
  async #markOf({ id, version }: ItemRow): Promise<Digest> {
    const rows = await this.#ledger.currentOfItem(id);
    const verdicts = await this.#ledger.verdicts(id);
    const pointers = rows.map(({ subject, role, artifact }) => `${subject} ${role} ${artifact.digest}`).sort();
    return digestOfText([version, verdicts.length, ...pointers].join("\n"));
  }
}
