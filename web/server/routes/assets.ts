/** `/assets/…`: style, scripts and OpenSeadragon, a fixed list of files from this package. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { isUnchanged } from "../headers.ts";
import { takesGzip } from "../kept-files.ts";
import { miradorFile } from "../mirador-file.ts";
import { packageRoot } from "../package-root.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import { readerModules } from "../reader/modules.ts";
import type { Routes } from "../site.ts";

const ASSET_SECONDS = 3600;
const compress = promisify(gzip);

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".js": "text/javascript; charset=utf-8",
};

interface Asset {
  readonly bytes: Buffer;
  /** The same compressed: scripts are a third of their size then. */
  readonly packed: Buffer;
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
    ...readerModules().map(({ address, file }): [string, string] => [address, file]),
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
    const isPacked = takesGzip(request);
    void reply.header("vary", "Accept-Encoding");
    if (isUnchanged(request, reply, `${asset.tag}${isPacked ? " gzip" : ""}`, ASSET_SECONDS)) return reply.send();
    if (isPacked) void reply.header("content-encoding", "gzip");
    return reply.send(isPacked ? asset.packed : asset.bytes);
  });
};

async function load(path: string): Promise<Asset> {
  const bytes = await readFile(path);
  const mediaType = MEDIA_TYPES[extname(path)] ?? "application/octet-stream";
  return { bytes, packed: await compress(bytes), mediaType, tag: createHash("sha256").update(bytes).digest("hex").slice(0, 32) };
}
