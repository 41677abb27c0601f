/** The session is over: the way back in, to the same place. */
import { addressOf, ROOT } from "../api.ts";
import { say } from "../words/frame.ts";

/** The notice. */
export function SignedOut() {
  const here = `${location.pathname.slice(ROOT.length)}${location.search}`;
  return (
    <section class="empty" role="alert">
      <p>{say("signedOut")}</p>
      <a class="button" href={addressOf(`/sign-in?next=${encodeURIComponent(here)}`)}>
        {say("signIn")}
      </a>
    </section>
  );
}
