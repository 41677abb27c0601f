/** Drawings on buttons, which have their names in words beside them for those who do not see them. */
import { type Html, html } from "./html.ts";

const SHAPES = {
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  one: "M7 3h10v18H7z",
  two: "M3 4h9v16H3zM12 4h9v16h-9z",
  scroll: "M6 2h12v8H6zM6 14h12v8M6 14v8",
  text: "M5 5h14M12 3v2M7 9c1 5 5 9 10 11M17 9c-1 5-5 9-10 11",
  zoomIn: "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5M11 8v6M8 11h6",
  zoomOut: "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5M8 11h6",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17.5v.5",
  search: "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5",
} as const;

/** A drawing of 24 units, in the colour of the text around it. */
export function icon(name: keyof typeof SHAPES): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${SHAPES[name]}"/></svg>`;
}
