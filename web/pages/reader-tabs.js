// @ts-check
/** The parts of the side: one at a time, by the pattern for tabs that screen readers know (WAI-ARIA APG). */
import { byId } from "./reader-dom.js";

/** @type {HTMLElement[]} */
const tabs = [...byId("tabs").querySelectorAll("[role=tab]")];
const panelOf = (/** @type {HTMLElement} */ tab) => byId(tab.getAttribute("aria-controls") ?? "");

/** @param {string} id of a tab */
export function openTab(id) {
  // Where nothing can be searched there is no tab for it.
  if (!tabs.some((tab) => tab.id === id)) return;
  for (const tab of tabs) {
    const isOpen = tab.id === id;
    tab.setAttribute("aria-selected", String(isOpen));
    tab.tabIndex = isOpen ? 0 : -1;
    panelOf(tab).hidden = !isOpen;
  }
}

export function listenToTabs() {
  byId("tabs").hidden = false;
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => openTab(tab.id));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const next = tabs[(to + tabs.length) % tabs.length];
      openTab(next.id);
      next.focus();
    });
  }
  openTab(tabs[0].id);
}
