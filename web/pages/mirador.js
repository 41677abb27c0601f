/**
 * Starts Mirador on one book. Everything comes from this server; the columns of text are `supplementing` annotations, which
 * Mirador leaves out unless it is told to show them.
 */
const start = JSON.parse(document.getElementById("mirador-data")?.textContent ?? "{}");
const isNarrow = window.innerWidth < 700;

const viewer = Mirador.viewer({
  id: "mirador",
  language: start.language,
  translations: { [start.language]: start.sentences },
  annotations: { filteredMotivations: ["supplementing", "commenting", "oa:commenting", "tagging", "oa:tagging"] },
  window: {
    allowClose: false,
    allowMaximize: false,
    allowFullscreen: true,
    sideBarOpen: !isNarrow,
    defaultSideBarPanel: "info",
    panels: { info: true, attribution: true, canvas: true, annotations: true, search: true, layers: true },
  },
  windows: [
    {
      manifestId: start.manifest,
      view: start.isPaged && !isNarrow ? "book" : "single",
      ...(start.canvas && { canvasId: start.canvas }),
      ...(start.query && { defaultSearchQuery: start.query }),
      thumbnailNavigationPosition: isNarrow ? "off" : "far-bottom",
    },
  ],
  workspace: { type: "mosaic" },
  workspaceControlPanel: { enabled: false },
});

/** Mirador 4.0 keeps size and place of the page before, so that of the next two only one is seen: show them whole. */
let shown = "";
viewer.store.subscribe(() => {
  const now = Object.values(viewer.store.getState().windows).flatMap((each) => each.visibleCanvases ?? []);
  if (now.join() === shown) return;
  shown = now.join();
  setTimeout(() => document.querySelector(`[aria-label="${start.sentences.zoomReset}"]`)?.click(), 150);
});

/** Mirador asks for `defaultSearchQuery` twice, by two spellings of one address, and would show every hit twice. */
if (start.query) {
  const spelling = `${start.search}?q=${start.query}`;
  const stop = viewer.store.subscribe(() => {
    const [windowId, panels = {}] = Object.entries(viewer.store.getState().searches)[0] ?? [];
    const [panelId, { data = {} } = {}] = Object.entries(panels)[0] ?? [];
    const answers = Object.values(data);
    if (answers.length < 2 || !answers.every((each) => each.json) || !data[spelling]) return;
    stop();
    viewer.store.dispatch(Mirador.receiveSearch(windowId, panelId, spelling, { resources: [], hits: [] }));
  });
}
