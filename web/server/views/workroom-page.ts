/** The page in which the workroom runs. All that it shows comes from its script; without one it says so. */
import { say } from "../../messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";

/** What the page loads. */
export interface WorkroomView {
  readonly language: Language;
  /** Path of the server's root as browsers see it, without a slash at the end. */
  readonly root: string;
  /** Names of the built files; undefined where nothing has been built. */
  readonly script: string | undefined;
  readonly style: string | undefined;
}

/** The whole document. */
export function workroomPage({ language, root, script, style }: WorkroomView): Html {
  const missing = script === undefined ? say(language, "workroomNotBuilt") : say(language, "workroomNeedsScript");
  return html`<!doctype html>
<html lang="${language}" data-root="${root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say(language, "workroomTitle")}</title>
<link rel="icon" type="image/svg+xml" href="${root}/assets/icon.svg">
<link rel="stylesheet" href="${root}/assets/han.css">
${style !== undefined && html`<link rel="stylesheet" href="${root}/assets/workroom/${style}">\n`}${script !== undefined && html`<script src="${root}/assets/workroom/${script}" type="module"></script>\n`}</head>
<body class="workroom">
<div id="workroom"><noscript>${missing}</noscript>${script === undefined && html`<p>${missing}</p>`}</div>
</body>
</html>
`;
}
