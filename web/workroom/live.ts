/** What the server knows, kept fresh: asked once, and again whenever the catalogue has changed, by whomever. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { addressOf, get, Refusal } from "./api.ts";

/** Most often that a screen asks again while much is changing. */
const LEAST_MILLISECONDS = 1500;

let source: EventSource | undefined;
let listeners = 0;
let connected = true;

function listen(): () => void {
  listeners += 1;
  if (!source) {
    source = new EventSource(addressOf("/api/events"));
    source.addEventListener("change", () => dispatchEvent(new Event("sohoa-change")));
    source.addEventListener("open", () => tell(true));
    source.addEventListener("error", () => tell(false));
  }
  return () => {
    listeners -= 1;
    if (listeners > 0) return;
    source?.close();
    source = undefined;
  };
}

function tell(now: boolean): void {
  const isBack = now && !connected;
  connected = now;
  dispatchEvent(new Event("sohoa-connection"));
  if (isBack) dispatchEvent(new Event("sohoa-change"));
}

/** Whether the server can be heard, kept up to date. */
export function useConnection(): boolean {
  const [is, setIs] = useState(connected);
  useEffect(() => {
    const changed = (): void => setIs(connected);
    addEventListener("sohoa-connection", changed);
    const stop = listen();
    return () => {
      removeEventListener("sohoa-connection", changed);
      stop();
    };
  }, []);
  return is;
}

/** What was asked for, what went wrong, and a way to ask again. */
export interface Live<T> {
  readonly value: T | undefined;
  readonly refusal: Refusal | undefined;
  readonly reload: () => void;
}

/** Ask for a path and keep the answer fresh. `isLive: false` asks once. An answer that went wrong leaves the last good one. */
export function useLive<T>(path: string | undefined, { isLive = true }: { readonly isLive?: boolean } = {}): Live<T> {
  const [state, setState] = useState<{ readonly path: string | undefined; readonly value?: T; readonly refusal?: Refusal }>({
    path,
  });
  const asked = useRef<AbortController>(undefined);
  const load = useCallback(async () => {
    if (path === undefined) return;
    asked.current?.abort();
    const own = new AbortController();
    asked.current = own;
    try {
      const value = await get<T>(path, own.signal);
      if (!own.signal.aborted) setState({ path, value });
    } catch (thrown) {
      if (own.signal.aborted) return;
      const refusal = thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown));
      setState((before) => ({
        path,
        refusal,
        ...(before.path === path && before.value !== undefined && { value: before.value }),
      }));
    }
  }, [path]);
  useEffect(() => {
    void load();
    return () => asked.current?.abort();
  }, [load]);
  // Much of what the server says is in the reader's words.
  useEffect(() => {
    const again = (): void => void load();
    addEventListener("sohoa-language", again);
    return () => removeEventListener("sohoa-language", again);
  }, [load]);
  useEffect(() => {
    if (!isLive) return;
    let last = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = (): void => {
      if (timer !== undefined) return;
      const wait = Math.max(0, last + LEAST_MILLISECONDS - performance.now());
      timer = setTimeout(() => {
        [timer, last] = [undefined, performance.now()];
        void load();
      }, wait);
    };
    addEventListener("sohoa-change", changed);
    return () => {
      clearTimeout(timer);
      removeEventListener("sohoa-change", changed);
    };
  }, [isLive, load]);
  const own = state.path === path ? state : { path };
  return { value: own.value, refusal: own.refusal, reload: () => void load() };
}
