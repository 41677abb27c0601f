/** A page that says what is wrong and what to do. */
import { say } from "../../messages.ts";
import { saySignIn } from "../../sign-in-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

/** The page; `root` leads back to the collection. It offers to sign in whatever is missing, so that the offer tells nothing. */
export function problemPage(language: Language, title: string, message: string, root: string): Html {
  const body = html`<main id="main" class="problem">
<h1>${title}</h1>
<p>${message}</p>
<p><a href="${root}/?lang=${language}">${say(language, "back")}</a> · <a href="${root}/sign-in?lang=${language}">${saySignIn(language, "title")}</a></p>
</main>`;
  return layout({ language, title, root, body });
}
