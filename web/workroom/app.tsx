/** The frame: who is signed in, the rail, the screen of the path, keys, connection. */
import type { ComponentType } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { fetchMe, type Me, Refusal } from "./api.ts";
import { MeContext } from "./me.ts";
import { Rail } from "./parts/rail.tsx";
import { RefusalBox } from "./parts/refusal-box.tsx";
import { ShortcutSheet } from "./parts/shortcut-sheet.tsx";
import { SignedOut } from "./parts/signed-out.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { TopBar } from "./parts/top-bar.tsx";
import { followLinks, go, match, usePath } from "./router.ts";
import type { Screen, ScreenProps } from "./screen.ts";
import { FIRST_PATH, SCREENS } from "./screens.ts";
import { say } from "./words/frame.ts";

/** The workroom. */
export function App() {
  const [me, setMe] = useState<Me>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [, redraw] = useState(0);
  const load = (): void => {
    setRefusal(undefined);
    fetchMe().then(setMe, (thrown: unknown) => setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", "")));
  };
  useEffect(load, []);
  useEffect(() => {
    const changed = (): void => redraw((count) => count + 1);
    addEventListener("sohoa-language", changed);
    return () => removeEventListener("sohoa-language", changed);
  }, []);
  if (refusal?.status === 401) return <SignedOut />;
  if (refusal) return <RefusalBox refusal={refusal} onTryAgain={load} />;
  if (!me) return <p class="waiting">{say("loading")}</p>;
  return (
    <MeContext.Provider value={me}>
      <Frame me={me} />
    </MeContext.Provider>
  );
}

function Frame({ me }: { readonly me: Me }) {
  const path = usePath();
  useEffect(() => {
    if (path === "/") go(FIRST_PATH, "replace");
  }, [path]);
  const found = useMemo(() => screenOf(path), [path]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: links answer to keys by themselves; this only follows them inside the page
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <div class="frame" onClick={followLinks}>
      <a class="skip" href="#main">
        {say("skip")}
      </a>
      <TopBar me={me} />
      <Rail me={me} path={path} screens={SCREENS} />
      <main id="main" tabIndex={-1}>
        {found ? <ScreenOf key={found.screen.path} me={me} {...found} /> : path !== "/" && <NotHere />}
      </main>
      <Toasts />
      <ShortcutSheet />
    </div>
  );
}

function screenOf(path: string): { readonly screen: Screen; readonly parts: ScreenProps["path"] } | undefined {
  for (const screen of SCREENS) {
    const parts = match(screen.path, path);
    if (parts) return { screen, parts };
  }
  return undefined;
}

function ScreenOf({ screen, parts, me }: { readonly screen: Screen; readonly parts: ScreenProps["path"]; readonly me: Me }) {
  const [Loaded, setLoaded] = useState<{ readonly Screen: ComponentType<ScreenProps> }>();
  const [refusal, setRefusal] = useState<Refusal>();
  const load = (): void => {
    setRefusal(undefined);
    screen.load().then(
      (Screen) => setLoaded({ Screen }),
      () => setRefusal(new Refusal(0, "OFFLINE", "")),
    );
  };
  useEffect(load, [screen]);
  if (!me.rights.includes(screen.right)) return <p class="empty">{say("notAllowed")}</p>;
  if (refusal) return <RefusalBox refusal={refusal} onTryAgain={load} />;
  return Loaded ? <Loaded.Screen path={parts} /> : <p class="waiting">{say("loading")}</p>;
}

function NotHere() {
  return (
    <section class="empty">
      <h1>{say("notHere")}</h1>
      <p>{say("notHereText")}</p>
    </section>
  );
}
