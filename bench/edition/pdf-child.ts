/** One engine in a process of its own, so that its CPU time and its peak memory are its own: `pdf-child ENGINE FOLDER PAGES OUT`. */
import { join } from "node:path";
import type { Engine } from "./pdf-engine.ts";

const [name = "", folder = "", pages = "0", out = ""] = process.argv.slice(2);
const engine = await load(name);
await engine(
  Array.from({ length: Number(pages) }, (_, at) => join(folder, `page-${at}.jpg`)),
  out,
);

/** Loaded on demand: a library that another engine needs is no memory of this one. */
async function load(engineName: string): Promise<Engine> {
  if (engineName === "sohoa") return (await import("./pdf-engine-sohoa.ts")).sohoa;
  if (engineName === "pdf-lib") return (await import("./pdf-engine-pdf-lib.ts")).pdfLib;
  if (engineName === "pdfkit") return (await import("./pdf-engine-pdfkit.ts")).pdfKit;
  return (await import("./pdf-engine.ts")).textAlone;
}
