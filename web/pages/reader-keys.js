// @ts-check
/** Keys; the sheet that lists them opens with the question mark. */
import { isRightToLeft } from "./reader-book.js";
import { byId } from "./reader-dom.js";

/** Where keys have a meaning of their own. */
const OWN_KEYS = "select, input, textarea, [role=tab], .lines, dialog *";

/** @param {Record<string, () => void>} acts by what they do */
export function listenToKeys(acts) {
  /** Arrow keys follow the eye: in a right-to-left book the left arrow leads on. @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: isRightToLeft ? acts.forward : acts.back,
    ArrowRight: isRightToLeft ? acts.back : acts.forward,
    PageDown: acts.forward,
    PageUp: acts.back,
    Home: acts.first,
    End: acts.last,
    "+": acts.zoomIn,
    "=": acts.zoomIn,
    "-": acts.zoomOut,
    0: acts.zoomHome,
    1: acts.one,
    2: acts.two,
    3: acts.scroll,
    t: acts.text,
    "/": acts.search,
    n: acts.nextHit,
    N: acts.previousHit,
    l: acts.link,
    "?": acts.help,
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const isTyping = event.target instanceof Element && event.target.matches(OWN_KEYS);
    if (!act || isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
    if (byId("keys").open) return;
    // Down and up scroll where all pages lie below each other; so do the keys for a whole window.
    if (!byId("scroller").hidden && event.key.startsWith("Page")) return;
    event.preventDefault();
    act();
  });
}
