import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Catalogue, openCatalogue } from "../../catalogue/open.ts";
import type { SaveOutcome } from "../../catalogue/text/port.ts";
import { seededRandom } from "../../cli/sample/random.ts";
import type { WorkingText } from "../../pipeline/text-version.ts";
import { mergeTexts } from "../../pipeline/text-version-merge.ts";
import { artifact, ITEM, intake } from "../contracts/ledger-values.ts";
import { pageOfTexts, workingColumn } from "../fixtures/working-text.ts";

const INTERLEAVINGS = 1000;
const STEPS = 16;
const START = pageOfTexts("一", "二", "三");

let catalogue: Catalogue;
let pages: readonly string[];

beforeAll(async () => {
  catalogue = await openCatalogue({ file: ":memory:" }, () => new Date());
  pages = await intake(catalogue.ledger, INTERLEAVINGS);
});
afterAll(() => catalogue.close());

/** One editor's open page. `told` is what the server acknowledged, `offered` what a conflict showed. */
class Editor {
  base = 0;
  /** The text of version `base`, as this editor got it. */
  seen: WorkingText = START;
  content: WorkingText = START;
  readonly told = new Set<string>();
  readonly offered = new Set<string>();
  #pending: { readonly base: number; readonly saveId: string; readonly content: WorkingText } | undefined;
  #count = 0;
  readonly #name: string;
  readonly #page: string;
  readonly #random: () => number;

  constructor(name: string, page: string, random: () => number) {
    this.#name = name;
    this.#page = page;
    this.#random = random;
  }

  /** Write a word that nobody else writes into a column, or into a new one; or move a column. */
  edit(): void {
    this.#count += 1;
    const word = `${this.#name}${this.#count};`;
    const { columns } = this.content;
    const at = Math.floor(this.#random() * columns.length);
    const column = columns[at];
    const kind = this.#random();
    if (!column || kind < 0.15) this.#change(columns.toSpliced(at, 0, workingColumn(`${this.#name}n${this.#count}`, word)));
    else if (kind < 0.3) this.#change([...columns.toSpliced(at, 1), column]);
    else this.#change(columns.toSpliced(at, 1, { ...column, text: column.text + word }));
  }

  /** Save; the answer may be lost, and then the same save is sent again the next time. */
  async save(): Promise<void> {
    this.#pending ??= {
      base: this.base,
      saveId: `${this.#page}-${this.#name}-${this.#count}-${this.base}`,
      content: this.content,
    };
    const { saveId, base, content } = this.#pending;
    const outcome = await catalogue.texts.save({ page: this.#page, author: this.#name, saveId, base, content });
    if (this.#random() < 0.25) return;
    this.#pending = undefined;
    for (const word of wordsOf(content)) this.told.add(word);
    this.#take(outcome, content);
  }

  #take(outcome: SaveOutcome, sent: WorkingText): void {
    if (outcome.outcome === "saved") {
      [this.base, this.seen] = [outcome.number, sent];
      return;
    }
    if (outcome.outcome !== "conflict") throw new Error(outcome.outcome);
    const { theirs, base } = outcome;
    const merge = mergeTexts(base?.content ?? START, theirs.content, this.content);
    for (const conflict of merge.conflicts) {
      const words = wordsIn(JSON.stringify(conflict));
      for (const word of words) this.offered.add(word);
    }
    [this.base, this.seen, this.content] = [theirs.number, theirs.content, { ...theirs.content, columns: merge.columns }];
  }

  #change(columns: WorkingText["columns"]): void {
    this.content = { ...this.content, columns };
  }
}

const wordsIn = (text: string): readonly string[] => text.match(/[AB]\d+;/g) ?? [];
const wordsOf = (content: WorkingText): readonly string[] => wordsIn(content.columns.map(({ text }) => text).join(" "));

/** The machine reads the page anew. */
async function readAgain(page: string): Promise<void> {
  const made = { role: "text/machine" as const, artifact: artifact(`read again ${page}`, "application/json") };
  await catalogue.ledger.answer({ gate: "ocr", subject: page, itemId: ITEM, made, from: [], agent: "machine" });
}

/** Whether everything acknowledged on a page is in the text, or in a conflict that showed it; and in the history in any case. */
async function losses(page: string, editors: readonly Editor[]): Promise<readonly string[]> {
  const { texts } = catalogue;
  const now = new Set(wordsOf((await texts.latest(page))?.content ?? START));
  const ever = new Set((await texts.versionsAfter(page, 0)).flatMap(({ content }) => wordsOf(content)));
  const offered = new Set(editors.flatMap((editor) => [...editor.offered]));
  const told = editors.flatMap((editor) => [...editor.told]);
  const shown = new Set([...now, ...offered, ...editors.flatMap((editor) => wordsOf(editor.content))]);
  return told.filter((word) => !ever.has(word) || !shown.has(word));
}

async function interleave(page: string, seed: number) {
  const random = seededRandom(seed, "interleaving");
  const draw = () => random.between(0, 1);
  const editors = [new Editor("A", page, draw), new Editor("B", page, draw)];
  const again = Math.floor(draw() * STEPS);
  for (let step = 0; step < STEPS; step += 1) {
    const editor = editors[draw() < 0.5 ? 0 : 1] as Editor;
    const before = await catalogue.texts.latest(page);
    if (step === again) {
      await readAgain(page);
      expect(await catalogue.texts.latest(page)).toEqual(before);
    } else if (draw() < 0.55) editor.edit();
    else await editor.save();
  }
  return { editors, lost: await losses(page, editors) };
}

describe("two editors of one page, and a machine that reads it again,", () => {
  test("lose no acknowledged edit in a thousand random interleavings", async () => {
    const seen = { told: 0, conflicts: 0, versions: 0 };
    for (const [seed, page] of pages.entries()) {
      const { editors, lost } = await interleave(page, seed + 1);
      expect({ seed, lost }).toEqual({ seed, lost: [] });
      seen.told += editors.reduce((sum, { told }) => sum + told.size, 0);
      const history = await catalogue.texts.history(page, { limit: 1000 });
      seen.versions += history.length;
      seen.conflicts += history.filter(({ isAside }) => isAside).length;
    }
    // A run in which nothing met would prove nothing.
    expect(seen.told).toBeGreaterThan(INTERLEAVINGS * 3);
    expect(seen.conflicts).toBeGreaterThan(INTERLEAVINGS / 2);
    expect(await catalogue.texts.proveVersions()).toEqual({ versions: seen.versions, problems: [] });
  }, 600_000);

  test("would be found out if a version were lost", async () => {
    const page = pages[0] as string;
    const editor = new Editor("A", page, () => 0.9);
    editor.told.add("A999;");
    expect(await losses(page, [editor])).toEqual(["A999;"]);
  });
});
