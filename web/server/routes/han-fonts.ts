/** `/assets/han.css` and the fonts that it names: Hán-Nôm for the characters that a page has. */
import { fontFaces, MOST_CHARACTERS } from "../fonts/font-face.ts";
import { hanIn } from "../fonts/han-fonts.ts";
import { isUnchanged } from "../headers.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

/** The same characters of the same font are always the same bytes; a day, in case the library lays another font there. */
const FONT_SECONDS = 86_400;

interface Asked {
  readonly Querystring: { readonly text?: unknown };
}

/** Style sheet and fonts. What else stands in the text is left out, and what is too much. */
export const hanFontRoutes: Routes = (server, site) => {
  server.get<Asked>("/assets/han.css", async (request, reply) => {
    const sheet = fontFaces(await site.fonts.sharesOf(charactersOf(request.query.text)));
    void reply.type("text/css; charset=utf-8");
    if (isUnchanged(request, reply, sheet, FONT_SECONDS)) return reply.send();
    return reply.send(sheet);
  });

  server.get<Asked & { Params: { font: string } }>("/assets/han-:font(^\\d{1,2}).woff", async (request, reply) => {
    const bytes = await site.fonts.woff(Number(request.params.font), charactersOf(request.query.text));
    if (!bytes) return sendProblem(request, reply, NOT_FOUND, site.root);
    void reply.type("font/woff");
    if (isUnchanged(request, reply, bytes.toString("latin1"), FONT_SECONDS)) return reply.send();
    return reply.send(bytes);
  });
};

function charactersOf(text: unknown): string {
  return typeof text === "string"
    ? hanIn(text.slice(0, MOST_CHARACTERS * 2))
        .slice(0, MOST_CHARACTERS)
        .join("")
    : "";
}
