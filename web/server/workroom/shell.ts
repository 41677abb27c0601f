/** `/workroom` and everything under it: one page that runs the workroom's script; and the files that it is built of. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { takesGzip } from "../kept-files.ts";
import { NOT_FOUND, requestLanguage, sendProblem } from "../problem.ts";
import type { Site } from "../site.ts";
import { workroomPage } from "../views/workroom-page.ts";
import type { Workroom } from "./workroom.ts";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  woff2: "font/woff2",
  svg: "image/svg+xml",
};
/** Names of built files carry a hash of what is in them. */
const FOR_EVER = "public, max-age=31536000, immutable";

interface BuiltFile {
  readonly bytes: Buffer;
  readonly packed: Buffer;
  readonly mediaType: string;
}

/** The page and its files. Without a build the page says how to make one. */
export function shellRoutes(server: FastifyInstance, site: Site, workroom: Workroom): void {
  let built: ReturnType<typeof readBuild> | undefined;
  const build = (): ReturnType<typeof readBuild> => {
    if (built === undefined || built.files.size === 0) built = readBuild(workroom.pages);
    return built;
  };

  for (const path of ["/workroom", "/workroom/*"]) {
    server.get(path, async (request, reply) => {
      const language = requestLanguage(request);
      const { entry } = build();
      void reply.header("cache-control", "no-store").header("vary", "Accept-Language");
      return reply.type("text/html; charset=utf-8").send(workroomPage({ language, root: site.root, ...entry }).text);
    });
  }

  server.get<{ Params: { "*": string } }>("/assets/workroom/*", async (request, reply) => {
    const file = build().files.get(request.params["*"]);
    if (!file) return sendProblem(request, reply, NOT_FOUND, site.root);
    void reply.header("cache-control", FOR_EVER).header("vary", "Accept-Encoding").type(file.mediaType);
    if (!takesGzip(request)) return reply.send(file.bytes);
    return reply.header("content-encoding", "gzip").send(file.packed);
  });
}

/** All built files in memory, by name: no address leads to another file. */
function readBuild(folder: string): {
  readonly files: ReadonlyMap<string, BuiltFile>;
  readonly entry: { readonly script: string | undefined; readonly style: string | undefined; readonly tag: string };
} {
  const names = listed(folder);
  const files = new Map<string, BuiltFile>();
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    const mediaType = MEDIA_TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    files.set(name, { bytes, packed: gzipSync(bytes), mediaType });
  }
  const script = names.find((name) => /^main-[\w-]+\.js$/.test(name));
  const style = names.find((name) => /^main-[\w-]+\.css$/.test(name));
  return { files, entry: { script, style, tag: createHash("sha256").update(names.join(" ")).digest("hex").slice(0, 16) } };
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}
