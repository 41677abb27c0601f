/** The first page of an edition that lies as files: all of its items, each with a picture, and where to read and fetch it. */
import { thumbnailOf } from "../../../iiif/canvas.ts";
import type { Edition } from "../../../iiif/edition.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { say } from "../../messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";
import { titleFor, titleHtml, writtenTitle } from "./titles.ts";

/** What the page shows. */
export interface EditionView {
  readonly language: Language;
  /** Path of the edition on its server, without a slash at the end. */
  readonly root: string;
  readonly items: readonly Publication[];
  readonly edition: Edition;
}

/** A whole document without a script: it is read wherever it lies. */
export function editionPage({ language, root, items, edition }: EditionView): Html {
  const { provider, uris } = edition;
  const name = provider?.name[language] ?? provider?.name.vi ?? say(language, "siteTitle");
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<link rel="icon" type="image/svg+xml" href="${root}/assets/icon.svg">
<link rel="stylesheet" href="${root}/assets/edition.css">
</head>
<body>
<header><h1>${name}</h1><p>${say(language, "siteIntro")}</p>
<p>${say(language, "itemCount", { count: items.length })} · <a href="${uris.collection()}">IIIF</a></p></header>
<main><ul>
${items.map((item) => itemEntry(item, language, edition))}</ul></main>
</body>
</html>
`;
}

function itemEntry(publication: Publication, language: Language, edition: Edition): Html {
  const { uris } = edition;
  const { item, shelfmark, titles, pages, isReviewed } = publication;
  const title = titleFor(titles, language);
  const written = writtenTitle(titles, title);
  const [cover] = pages;
  return html`<li>
<a class="cover" href="${uris.reader(item)}">${cover && html`<img src="${thumbnailOf(edition, cover.id, cover).id ?? ""}" alt="" loading="lazy">`}</a>
<div><h2><a href="${uris.reader(item)}">${titleHtml(title)}</a></h2>
${written && html`<p class="written">${titleHtml(written)}</p>`}
<p>${shelfmark} · ${say(language, "pageCount", { count: pages.length })} · ${say(language, isReviewed ? "reviewed" : "unreviewed")}</p>
<p><a href="${uris.pdf(item)}">${say(language, "downloadPdf")}</a> · <a href="${uris.manifest(item)}">${say(language, "manifest")}</a></p></div>
</li>
`;
}
