/** Name of the place, connection, keys, language, and who is signed in. */
import { addressOf, type Me } from "../api.ts";
import { chooseLanguage, language } from "../language.ts";
import { useConnection } from "../live.ts";
import { linkTo } from "../router.ts";
import { say } from "../words/frame.ts";

/** The bar at the top. */
export function TopBar({ me }: { readonly me: Me }) {
  const isConnected = useConnection();
  const other = language() === "vi" ? "en" : "vi";
  return (
    <header class="top-bar">
      <a class="place" href={linkTo("/")}>
        {say("title")}
      </a>
      <span class={isConnected ? "connection" : "connection is-lost"} role="status">
        <span aria-hidden="true">{isConnected ? "●" : "○"}</span>
        <span class={isConnected ? "visually-hidden" : ""}>{say(isConnected ? "online" : "offline")}</span>
      </span>
      <span class="filler" />
      <button type="button" class="plain" onClick={() => dispatchEvent(new Event("sohoa-shortcuts"))} title={say("shortcuts")}>
        <kbd>?</kbd> {say("shortcuts")}
      </button>
      <button type="button" class="plain" lang={other} onClick={() => chooseLanguage(other)}>
        {say("otherLanguage")}
      </button>
      <a href={addressOf(`/?lang=${language()}`)} target="_blank" rel="noreferrer">
        {say("publicSite")}
      </a>
      <span class="me">
        {me.name} <small>{roleName(me.role)}</small>
      </span>
      <form method="post" action={addressOf("/sign-out")}>
        <input type="hidden" name="csrf" value={me.token} />
        <button type="submit" class="plain">
          {say("signOut")}
        </button>
      </form>
    </header>
  );
}

/** A role in the reader's words. */
export function roleName(role: string): string {
  const key = `role_${role}`;
  return isRoleKey(key) ? say(key) : role;
}

type RoleKey = `role_${"reader" | "technician" | "editor" | "reviewer" | "manager" | "admin"}`;
const isRoleKey = (key: string): key is RoleKey => /^role_(reader|technician|editor|reviewer|manager|admin)$/.test(key);
