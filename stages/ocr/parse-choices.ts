/**
 * Alternatives out of Tesseract's hOCR (lstm_choice_mode 2): one group of choices a character, word by word.
 * The hOCR is the engine's own output, so its fixed form is matched by patterns instead of a parser.
 */

/** One reading the engine considered. */
export interface Choice {
  readonly text: string;
  /** 0 to 1; the engine's weights, not calibrated. */
  readonly confidence: number;
}

/** Groups of choices by word, in the order of the hOCR; an inner list a character. */
export function parseChoices(hocr: string): readonly (readonly (readonly Choice[])[])[] {
  return hocr
    .split("class='ocrx_word'")
    .slice(1)
    .map((word) =>
      word
        .split(/id='lstm_choices_/u)
        .slice(1)
        .map(choicesOfGroup),
    );
}

const CHOICE = /id='choice_[0-9_]+' title='x_confs ([0-9.eE+-]+)'>([^<]*)</gu;

function choicesOfGroup(group: string): readonly Choice[] {
  return [...group.matchAll(CHOICE)].map(([, confidence, text]) => ({
    text: unescapeEntities(text ?? "").trim(),
    confidence: Math.max(0, Math.min(1, Number(confidence) / 100)),
  }));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function unescapeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/gu, (whole, name: string) => ENTITIES[name] ?? whole);
}
