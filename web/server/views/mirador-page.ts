/** The page on which Mirador, the full IIIF viewer, shows one book. */
import type { Publication } from "../../../pipeline/publication.ts";
import { say } from "../../messages.ts";
import { miradorSentences } from "../../mirador-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html, jsonBlock } from "./html.ts";
import { titleFor } from "./titles.ts";

/** What the page shows. */
export interface MiradorView {
  readonly language: Language;
  readonly root: string;
  readonly publication: Publication;
  readonly manifest: string;
  /** Two pages are shown side by side, as in an open book. */
  readonly isPaged: boolean;
  /** Where the line above the viewer leads; the reader when absent. */
  readonly back?: string;
  /** The canvas to begin with; the manifest's own beginning when absent. */
  readonly canvas?: string | undefined;
  /** Content Search 1 in the book. */
  readonly search?: string;
  /** A phrase to search for at once. */
  readonly query?: string | undefined;
}

/** A whole document: the viewer takes all of the window. */
export function miradorPage({ language, root, publication, back, ...start }: MiradorView): Html {
  const title = titleFor(publication.titles, language);
  const sentences = miradorSentences(language, publication.viewingDirection === "right-to-left");
  const leadsTo = back ?? `${root}/items/${encodeURIComponent(publication.item)}?lang=${language}`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.text} – ${publication.shelfmark}</title>
<link rel="icon" type="image/svg+xml" href="${root}/assets/icon.svg">
<link rel="stylesheet" href="${root}/assets/mirador.css">
<script src="${root}/assets/mirador/mirador.min.js" defer></script>
<script src="${root}/assets/mirador.js" defer></script>
</head>
<body>
<header><a href="${leadsTo}">${title.text}</a></header>
<main id="mirador"></main>
<noscript><p>${say(language, "needsScript")}</p></noscript>
${jsonBlock("mirador-data", { language, sentences, ...start })}
</body>
</html>
`;
}
