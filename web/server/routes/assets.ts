/** `/assets/…`: style, scripts and OpenSeadragon, a fixed list of files from this package. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isUnchanged } from "../headers.ts";
import { miradorFile } from "../mirador-file.ts";
import { packageRoot } from "../package-root.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

const ASSET_SECONDS = 3600;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".js": "text/javascript; charset=utf-8",
};

/** The reader's script and what it imports. */
const READER_MODULES = [
  "reader",
  ...[
    "book",
    "canvas",
    "characters",
    "dom",
    "hits",
    "keys",
    "layer",
    "panel",
    "scroll",
    "search",
    "state",
    "strip",
    "tabs",
    "texts",
  ].map((part) => `reader-${part}`),
];

interface Asset {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly tag: string;
}

/** Names come from this list only, so no address can lead to another file. */
export const assetRoutes: Routes = (server, site) => {
  const openSeadragon = dirname(fileURLToPath(import.meta.resolve("openseadragon")));
  const files = new Map<string, string>([
    ["site.css", join(packageRoot(), "web/pages/site.css")],
    ["search.css", join(packageRoot(), "web/pages/search.css")],
    ["icon.svg", join(packageRoot(), "web/pages/icon.svg")],
    ["reader.css", join(packageRoot(), "web/pages/reader.css")],
    ...READER_MODULES.map((name): [string, string] => [`reader/${name}.js`, join(packageRoot(), `web/pages/${name}.js`)]),
    ["mirador.css", join(packageRoot(), "web/pages/mirador.css")],
    ["mirador.js", join(packageRoot(), "web/pages/mirador.js")],
    ["mirador/mirador.min.js", miradorFile()],
    ["openseadragon/openseadragon.min.js", join(openSeadragon, "openseadragon.min.js")],
  ]);
  const loaded = new Map<string, Promise<Asset>>();

  server.get<{ Params: { "*": string } }>("/assets/*", async (request, reply) => {
    const name = request.params["*"];
    const path = files.get(name);
    if (path === undefined) return sendProblem(request, reply, NOT_FOUND, site.root);
    const loading = loaded.get(name) ?? load(path);
    loaded.set(name, loading);
    loading.catch(() => loaded.delete(name));
    const asset = await loading;
    void reply.type(asset.mediaType);
    if (isUnchanged(request, reply, asset.tag, ASSET_SECONDS)) return reply.send();
    return reply.send(asset.bytes);
  });
};

async function load(path: string): Promise<Asset> {
  const bytes = await readFile(path);
  const mediaType = MEDIA_TYPES[extname(path)] ?? "application/octet-stream";
  return { bytes, mediaType, tag: createHash("sha256").update(bytes).digest("hex").slice(0, 32) };
}
