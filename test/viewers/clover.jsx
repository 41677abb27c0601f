/** Clover with nothing but a manifest, named in the address: clover.html?manifest=… */
import Viewer from "@samvera/clover-iiif/viewer";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const iiifContent = new URLSearchParams(location.search).get("manifest");
const options = { informationPanel: { open: true, renderContentSearch: true, renderAnnotation: true } };
createRoot(document.getElementById("clover")).render(createElement(Viewer, { iiifContent, options }));
