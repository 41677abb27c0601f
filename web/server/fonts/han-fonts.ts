/**
 * Fonts for Hán-Nôm, cut to the characters that a page has: browsers rarely have them, and a whole one weighs 28 MB. The library's
 * own come first, such as Nôm Na Tống laid into the folder `fonts` of its home; what they lack, the one that comes with us may have.
 */
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readTrueType, type TrueTypeFont } from "../../../formats/true-type/font.ts";
import { partOf } from "../../../formats/true-type/part.ts";
import { writeWoff } from "../../../formats/true-type/woff.ts";

/** Cactus Classical Serif (SIL Open Font License 1.1): the base block, extension A, and the half of extension B. */
const SHIPPED = "@expo-google-fonts/cactus-classical-serif/400Regular/CactusClassicalSerif_400Regular.ttf";

/** The characters that one font is asked for. */
export interface HanShare {
  /** Number of the font. */
  readonly font: number;
  /** Each once, in order of code points. */
  readonly characters: string;
}

/** Which font has which of some characters. */
export interface HanShares {
  readonly shares: readonly HanShare[];
  /** What no font has. */
  readonly missing: string;
}

/** Fonts, read when a page first needs one. */
export class HanFonts {
  readonly #folder: string | undefined;
  #fonts: Promise<readonly TrueTypeFont[]> | undefined;

  constructor(folder?: string) {
    this.#folder = folder;
  }

  /** Share the Hán-Nôm characters of a text, private-use ones included, among the fonts that have them. */
  async sharesOf(text: string): Promise<HanShares> {
    const wanted = hanIn(text);
    const fonts = wanted.length > 0 ? await this.#loaded() : [];
    const owner = (character: string): number => fonts.findIndex((font) => font.glyphs.has(character.codePointAt(0) ?? 0));
    const owners = new Map(wanted.map((character) => [character, owner(character)]));
    const ownedBy = (font: number): string => wanted.filter((character) => owners.get(character) === font).join("");
    const shares = fonts.map((_, font) => ({ font, characters: ownedBy(font) }));
    return { shares: shares.filter(({ characters }) => characters !== ""), missing: ownedBy(-1) };
  }

  /** The font of this number with these characters, as WOFF; undefined when there is no such font. */
  async woff(number: number, characters: string): Promise<Buffer | undefined> {
    const font = (await this.#loaded())[number];
    if (!font) return undefined;
    const codePoints = hanIn(characters).map((character) => character.codePointAt(0) ?? 0);
    return writeWoff(partOf(font, codePoints));
  }

  #loaded(): Promise<readonly TrueTypeFont[]> {
    this.#fonts ??= load(this.#folder);
    this.#fonts.catch(() => {
      this.#fonts = undefined;
    });
    return this.#fonts;
  }
}

/** The Hán-Nôm and private-use characters of a text, each once, by code point. */
export function hanIn(text: string): readonly string[] {
  const found = new Set(text.match(/\p{Script=Han}|\p{Co}/gu));
  return [...found].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
}

async function load(folder: string | undefined): Promise<readonly TrueTypeFont[]> {
  const own = folder ? await readdir(folder).catch(() => []) : [];
  const paths = own
    .filter((name) => /\.ttf$/i.test(name))
    .sort()
    .map((name) => join(folder ?? "", name));
  const fonts: TrueTypeFont[] = [];
  for (const path of paths) {
    const font = await readFile(path)
      .then(readTrueType)
      .catch(() => undefined);
    // A file that is no font with outlines is passed over: pages must not fail because of it.
    if (font) fonts.push(font);
  }
  fonts.push(readTrueType(await readFile(createRequire(import.meta.url).resolve(SHIPPED))));
  return fonts;
}
