/** The table of strings of a workbook: cells name a text by its place in it. */
import { TextList } from "./text-list.ts";
import { partText } from "./workbook-part.ts";
import { feedAll } from "./xml-events.ts";

/** Read it. @see ECMA-376 part 1, 18.4.9 sst */
export function sharedStrings(workbook: Uint8Array, part: string): TextList {
  const strings = new TextList();
  const text = new RichText();
  feedAll(partText(workbook, part), {
    opened: (name) => {
      if (name === "si") text.begin();
      else text.opened(name);
    },
    text: (piece) => text.add(piece),
    closed: (name) => {
      if (name === "si") strings.add(text.value());
      else text.closed(name);
    },
  });
  return strings;
}

/** The text of `si` and `is`: the runs in order, without the readings that stand above Asian text. */
export class RichText {
  #text = "";
  #isText = false;
  #isReading = false;

  begin(): void {
    this.#text = "";
    this.#isText = false;
    this.#isReading = false;
  }

  opened(name: string): void {
    if (name === "rPh") this.#isReading = true;
    if (name === "t") this.#isText = !this.#isReading;
  }

  add(piece: string): void {
    if (this.#isText) this.#text += piece;
  }

  closed(name: string): void {
    if (name === "rPh") this.#isReading = false;
    if (name === "t") this.#isText = false;
  }

  value(): string {
    return unescaped(this.#text);
  }
}

/** Characters that XML cannot have are written `_x000D_`. @see ECMA-376 part 1, 22.9.2.19 ST_Xstring */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
