/** How a page says which fonts its Hán-Nôm characters come from. */
import type { HanShares } from "./han-fonts.ts";
import { hanIn } from "./han-fonts.ts";

/** The family under which all pages name these fonts. */
const FAMILY = "Sohoa Han";
/** Characters that one page can ask for; longer addresses are cut by proxies. */
export const MOST_CHARACTERS = 400;

/** The address of the style sheet for the Hán-Nôm of a page, under the server's root; undefined where there is none. */
export function hanStyleOf(text: string): string | undefined {
  const characters = hanIn(text).slice(0, MOST_CHARACTERS).join("");
  return characters === "" ? undefined : `assets/han.css?text=${encodeURIComponent(characters)}`;
}

/** The style sheet. */
export function fontFaces({ shares }: HanShares): string {
  return shares
    .map(({ font, characters }) => {
      const source = `url("han-${font}.woff?text=${encodeURIComponent(characters)}") format("woff")`;
      const range = [...characters].map((each) => `U+${each.codePointAt(0)?.toString(16)}`).join();
      return `@font-face{font-family:"${FAMILY}";src:${source};unicode-range:${range};font-display:swap}\n`;
    })
    .join("");
}
