/** The pages of signing in: forms that need no script. */
import { LEAST_CHARACTERS } from "../../../catalogue/users/passwords.ts";
import { type SignInMessageKey, saySignIn } from "../../sign-in-messages.ts";
import { TOKEN_FIELD } from "../access/form-token.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

/** What all three pages are made of. */
export interface SignInView {
  readonly language: Language;
  readonly root: string;
  /** What proves that a form is one of ours. */
  readonly formToken: string;
  /** What went wrong the last time. */
  readonly notice?: { readonly key: SignInMessageKey; readonly facts?: Readonly<Record<string, string | number>> } | undefined;
  /** The name that was given the last time. */
  readonly name?: string;
  /** Whether people may come in by the library's identity provider. */
  readonly outside?: boolean;
  /** Where the reader wants to go. */
  readonly next?: string | undefined;
}

/** Name and password. */
export function signInPage(view: SignInView): Html {
  const { language, root, name = "", next, outside = false } = view;
  const way = new URLSearchParams({ lang: language, ...(next !== undefined && { next }) });
  const body = html`<p>${saySignIn(language, "intro")}</p>
${form(view, "sign-in", "submit", [
  field(language, { name: "name", label: "name", autocomplete: "username", value: name }),
  field(language, { name: "password", label: "password", autocomplete: "current-password", isSecret: true }),
  next !== undefined && html`<input type="hidden" name="next" value="${next}">`,
])}
${outside && html`<p><a class="outside" href="${root}/sign-in/outside?${way.toString()}">${saySignIn(language, "outside")}</a></p>`}
<p><a href="${root}/sign-in/token?lang=${language}">${saySignIn(language, "haveToken")}</a></p>`;
  return page(view, "title", "sign-in", body);
}

/** A new password, with a one-time token. */
export function tokenPage(view: SignInView): Html {
  const { language, name = "" } = view;
  const body = html`<p>${saySignIn(language, "tokenIntro", { least: LEAST_CHARACTERS })}</p>
${form(view, "sign-in/token", "tokenSubmit", [
  field(language, { name: "token", label: "token", autocomplete: "one-time-code" }),
  field(language, { name: "name", label: "name", autocomplete: "username", value: name }),
  field(language, { name: "password", label: "newPassword", autocomplete: "new-password", isSecret: true }),
  field(language, { name: "again", label: "again", autocomplete: "new-password", isSecret: true }),
])}`;
  return page(view, "tokenTitle", "sign-in/token", body);
}

/** Who is signed in, and the way out. */
export function signedInPage(view: SignInView & { readonly name: string }): Html {
  const { language, name } = view;
  const body = html`<p>${saySignIn(language, "signedIn", { name })}</p>
${form(view, "sign-out", "signOut", [])}`;
  return page(view, "title", "sign-in", body);
}

function page(view: SignInView, title: SignInMessageKey, path: string, content: Html): Html {
  const { language, root, notice } = view;
  const other = language === "vi" ? "en" : "vi";
  const body = html`<main id="main" class="problem sign-in">
<h1>${saySignIn(language, title)}</h1>
${notice && html`<p class="notice" role="alert">${saySignIn(language, notice.key, notice.facts)}</p>`}
${content}
</main>`;
  return layout({
    language,
    title: saySignIn(language, title),
    root,
    body,
    otherLanguagePath: `${root}/${path}?lang=${other}`,
  });
}

type Fields = readonly (Html | false)[];

function form({ language, root, formToken }: SignInView, action: string, submit: SignInMessageKey, fields: Fields): Html {
  return html`<form method="post" action="${root}/${action}?lang=${language}">
<input type="hidden" name="${TOKEN_FIELD}" value="${formToken}">
${fields.filter((each) => each !== false)}
<p><button type="submit">${saySignIn(language, submit)}</button></p>
</form>`;
}

interface Field {
  readonly name: string;
  readonly label: SignInMessageKey;
  readonly autocomplete: string;
  readonly value?: string;
  readonly isSecret?: boolean;
}

function field(language: Language, { name, label, autocomplete, value = "", isSecret = false }: Field): Html {
  return html`<p><label for="${name}">${saySignIn(language, label)}</label>
<input id="${name}" name="${name}" type="${isSecret ? "password" : "text"}" value="${value}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required></p>
`;
}
