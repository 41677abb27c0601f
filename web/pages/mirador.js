/**
 * Starts Mirador on one book. Everything comes from this server; the columns of text are `supplementing` annotations, which
 * Mirador leaves out unless it is told to show them.
 */
const start = JSON.parse(document.getElementById("mirador-data")?.textContent ?? "{}");
const isNarrow = window.innerWidth < 700;

Mirador.viewer({
  id: "mirador",
  language: start.language,
  annotations: { filteredMotivations: ["supplementing", "commenting", "oa:commenting", "tagging", "oa:tagging"] },
  window: {
    allowClose: false,
    allowMaximize: false,
    allowFullscreen: true,
    sideBarOpen: !isNarrow,
    defaultSideBarPanel: start.query ? "search" : "info",
    panels: { info: true, attribution: true, canvas: true, annotations: true, search: true, layers: true },
  },
  windows: [
    {
      manifestId: start.manifest,
      ...(start.canvas && { canvasId: start.canvas }),
      ...(start.query && { defaultSearchQuery: start.query }),
      thumbnailNavigationPosition: isNarrow ? "off" : "far-bottom",
    },
  ],
  workspace: { type: "mosaic" },
  workspaceControlPanel: { enabled: false },
});
