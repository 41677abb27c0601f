/** `/items/:item/pages/:page/text.json` and the fonts beside it: what the reader needs to set the text of a page. */
import { textLanguage } from "../../../iiif/language.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import type { Sight } from "../access/sight.ts";
import { hanIn } from "../fonts/han-fonts.ts";
import { layerOf } from "../harvest/item-text.ts";
import { isUnchanged } from "../headers.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import { readerLines } from "../reader/page-text.ts";
import type { Routes, Site } from "../site.ts";

/** Short: what is taken back must soon be gone from caches too. */
const TEXT_SECONDS = 60;
/** Raised when the form of the answer changes. */
const FORM = 1;

interface Address {
  readonly Params: { readonly item: string; readonly page: string; readonly font?: string };
}

/** Text and fonts of one page of a public item. */
export const pageTextRoutes: Routes = (server, site) => {
  server.get<Address>("/items/:item/pages/:page/text.json", async (request, reply) => {
    const found = await pageOf(site, request.params, request.visitor);
    if (!found) return sendProblem(request, reply, NOT_FOUND, site.root);
    const { publication, at } = found;
    void reply.type("application/json; charset=utf-8");
    const key = [FORM, publication.pages[at]?.text, publication.record].join("-");
    if (isUnchanged(request, reply, key, TEXT_SECONDS)) return reply.send();
    return reply.send(JSON.stringify(await pageText(site, publication, at)));
  });

  server.get<Address>("/items/:item/pages/:page/han-:font(^\\d{1,2}).woff", async (request, reply) => {
    const found = await pageOf(site, request.params, request.visitor);
    const text = found && (await layerOf(site.services.cache, found.digest));
    const { shares } = await site.fonts.sharesOf(text ? text.lines.map((line) => line.text).join("") : "");
    const share = shares.find(({ font }) => font === Number(request.params.font));
    const bytes = share && (await site.fonts.woff(share.font, share.characters));
    if (!bytes) return sendProblem(request, reply, NOT_FOUND, site.root);
    void reply.type("font/woff");
    if (isUnchanged(request, reply, bytes.toString("latin1"), TEXT_SECONDS)) return reply.send();
    return reply.send(bytes);
  });
};

interface PlacedPage {
  readonly publication: Publication;
  /** Place of the page in the item, from 0. */
  readonly at: number;
  /** Its text. */
  readonly digest: string;
}

async function pageOf(site: Site, { item, page }: Address["Params"], sight: Sight | undefined): Promise<PlacedPage | undefined> {
  const publication = await site.publications.ofItem(item, sight);
  const at = publication?.pages.findIndex(({ id }) => id === page) ?? -1;
  const digest = publication?.pages[at]?.text;
  return publication && digest ? { publication, at, digest } : undefined;
}

async function pageText(site: Site, publication: Publication, at: number): Promise<object> {
  const layer = await layerOf(site.services.cache, publication.pages[at]?.text ?? "");
  const { language } = await site.publications.recordOf(publication);
  const lines = readerLines(layer);
  const text = lines.map((line) => line.text).join("");
  const { shares, missing } = await site.fonts.sharesOf(text);
  return {
    status: layer.status,
    writingMode: layer.writingMode,
    language: textLanguage(layer.script, language),
    lines,
    fonts: shares.map(({ font, characters }) => ({ font, range: rangeOf(characters) })),
    missing,
  };
}

function rangeOf(characters: string): string {
  return hanIn(characters)
    .map((each) => `U+${each.codePointAt(0)?.toString(16)}`)
    .join();
}
