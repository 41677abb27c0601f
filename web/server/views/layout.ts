/** The frame of every page: Vietnamese or English, no script and no style inside the page itself. */
import { say } from "../../messages.ts";
import { hanStyleOf } from "../fonts/font-face.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";

/** What a page puts into the frame. */
export interface Frame {
  readonly language: Language;
  readonly title: string;
  /** Path of the server's root as browsers see it, without a slash at the end. */
  readonly root: string;
  /** Path of this page in the other language. */
  readonly otherLanguagePath?: string;
  /** Files under `assets/` that the page runs, in order. */
  readonly scripts?: readonly string[];
  /** Modules under `assets/`: the page runs the first, which imports the others. */
  readonly modules?: readonly string[];
  /** Style sheets under `assets/` beside the common one. */
  readonly styles?: readonly string[];
  readonly bodyClass?: string;
  /** What else stands in the head. */
  readonly head?: Html;
  /** What stands in the header between the site's name and the other language. */
  readonly heading?: Html;
  readonly body: Html;
}

/** A whole HTML document. Its Hán-Nôm characters bring the fonts that they need. */
export function layout(frame: Frame): Html {
  const { language, root } = frame;
  const other = language === "vi" ? "en" : "vi";
  const han = hanStyleOf(`${frame.heading?.text ?? ""}${frame.body.text}`);
  const sheets = ["assets/site.css", ...(frame.styles ?? []).map((style) => `assets/${style}`), ...(han ? [han] : [])];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${frame.title}</title>
<link rel="icon" type="image/svg+xml" href="${root}/assets/icon.svg">
${sheets.map((sheet) => html`<link rel="stylesheet" href="${root}/${sheet}">\n`)}${(frame.scripts ?? []).map((script) => html`<script src="${root}/assets/${script}" defer></script>\n`)}${modulesOf(frame)}${frame.head}</head>
<body class="${frame.bodyClass ?? "plain"}">
<a class="skip" href="#main">${say(language, "skip")}</a>
<header class="site-header">
<a class="site-name" href="${root}/?lang=${language}">${say(language, "siteTitle")}</a>
${frame.heading}
${frame.otherLanguagePath && html`<a class="language" lang="${other}" hreflang="${other}" href="${frame.otherLanguagePath}">${say(language, "otherLanguage")}</a>`}
</header>
${frame.body}
</body>
</html>
`;
}

/** All are asked for at once, not one after another as their imports are read. */
function modulesOf({ root, modules = [] }: Frame): Html {
  const [first, ...others] = modules;
  if (first === undefined) return html``;
  const preloads = others.map((module) => html`<link rel="modulepreload" href="${root}/assets/${module}">\n`);
  return html`<script src="${root}/assets/${first}" type="module"></script>\n${preloads}`;
}
