/** `sohoa export --static`: public items as a folder that any web server can host. */
import { staticUrisOf } from "../iiif/static-uris.ts";
import { InputError, UsageError } from "../pipeline/errors.ts";
import type { Publication } from "../pipeline/publication.ts";
import { repositoryOf } from "../web/server/harvest/repository.ts";
import { type Site, siteOf } from "../web/server/site.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { EditionFolder } from "./export-static/folder.ts";
import { type Exporting, exportItem } from "./export-static/item.ts";
import { exportPages } from "./export-static/pages.ts";
import type { Outcome } from "./print.ts";
import { Progress } from "./progress.ts";
import { logoFileOf, readProvider } from "./provider.ts";
import { findItem } from "./standing.ts";

/** What is asked for. */
export interface StaticExport {
  readonly items: readonly string[];
  readonly isAll: boolean;
  readonly folder: string;
  /** Where the folder will be hosted; the address of the configuration when absent. */
  readonly baseUrl: string | undefined;
}

/**
 * Write or refresh an edition. Items in the folder that the public may no longer see are removed from it, whatever was asked for;
 * an item that is asked for and not public is named and left out.
 */
export async function exportStatic(context: Context, wanted: StaticExport): Promise<Outcome> {
  const services = await context.services();
  const baseUrl = baseUrlOf(wanted.baseUrl ?? services.config.baseUrl);
  const site = await staticSite(services, baseUrl);
  const folder = await EditionFolder.open(wanted.folder, baseUrl);
  const { chosen, closed } = await choose(services, site, wanted);
  const progress = new Progress(context.printer);
  const total = chosen.reduce((sum, publication) => sum + publication.pages.length, 0);
  const done = { pages: 0 };
  const exporting: Exporting = {
    site,
    folder,
    edition: {
      uris: site.uris,
      provider: site.services.provider,
      images: "level0",
      hasSearch: false,
      records: ["mods.xml", "dc.xml", "marc.xml"],
    },
    repository: repositoryOf(site.services),
    signal: context.signal,
    onPage: () => {
      done.pages += 1;
      progress.show([{ label: context.say("export.static.pages"), done: done.pages, total }]);
    },
  };
  try {
    const removed = await removeClosed(exporting);
    for (const publication of chosen) await exportItem(exporting, publication);
    const present = await publicOf(site, folder.items);
    await exportPages(exporting, present, context.messages.language);
    await folder.save();
    return outcome(context, wanted.folder, {
      items: present.length,
      pages: done.pages,
      removed,
      closed,
      files: folder.filesWritten,
    });
  } finally {
    progress.end();
    await folder.save();
    await site.pictures.close();
  }
}

function baseUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new UsageError({ code: "EDITION-BASE", subject: text });
  }
  return text.replace(/\/+$/, "");
}

async function staticSite(services: Services, baseUrl: string): Promise<Site> {
  const { ledger, store, cache, clock, config } = services;
  const provider = await readProvider(config);
  const { library, adminEmail } = config;
  const site = siteOf({
    ledger,
    store,
    cache,
    clock,
    baseUrl,
    provider,
    logoFile: logoFileOf(config),
    ...(library && { library }),
    ...(adminEmail && { adminEmail }),
  });
  return { ...site, uris: staticUrisOf(baseUrl, provider?.logo?.format) };
}

async function choose(
  services: Services,
  site: Site,
  { items, isAll }: StaticExport,
): Promise<{ readonly chosen: readonly Publication[]; readonly closed: readonly string[] }> {
  if (isAll) return { chosen: await site.publications.all(), closed: [] };
  const chosen: Publication[] = [];
  const closed: string[] = [];
  for (const id of items) {
    const item = await findItem(services, id);
    const publication = await site.publications.ofItem(item.id);
    if (publication) chosen.push(publication);
    else closed.push(item.id);
  }
  if (chosen.length === 0) throw new InputError({ code: "EDITION-EMPTY", subject: items.join(", ") });
  return { chosen, closed };
}

async function removeClosed({ folder, site }: Exporting): Promise<number> {
  const open = new Set((await publicOf(site, folder.items)).map((publication) => publication.item));
  const gone = folder.items.filter((item) => !open.has(item));
  for (const item of gone) await folder.drop(item, site.uris);
  return gone.length;
}

async function publicOf({ publications }: Site, items: readonly string[]): Promise<readonly Publication[]> {
  const found = await Promise.all(items.map((item) => publications.ofItem(item)));
  return found
    .filter((publication) => publication !== undefined)
    .sort((a, b) => a.shelfmark.localeCompare(b.shelfmark, "vi", { numeric: true }));
}

interface Written {
  readonly items: number;
  readonly pages: number;
  readonly files: number;
  readonly removed: number;
  readonly closed: readonly string[];
}

function outcome(context: Context, folder: string, { closed, ...counts }: Written): Outcome {
  const text = [context.say("export.static.done", { ...counts, folder })];
  if (counts.removed > 0) text.push(context.say("export.static.removed", { count: counts.removed }));
  if (closed.length > 0) text.push(context.say("export.static.closed", { items: closed.join(", ") }));
  return {
    ...(closed.length > 0 ? { exit: "partial" as const } : {}),
    counts: { ...counts, closed: closed.length },
    data: { folder, closed },
    text,
  };
}
