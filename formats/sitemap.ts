/** Lists of pages for search engines (sitemaps.org, protocol 0.9). */
import { element, serialize } from "./xml.ts";

/** Addresses that one file may hold. */
export const SITEMAP_MOST = 50_000;

const NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A page or a part, and the time of its last change. */
export interface SitemapPlace {
  readonly address: string;
  /** W3C date and time. */
  readonly changedAt: string | undefined;
}

/** The list of the parts. */
export function sitemapIndex(parts: readonly SitemapPlace[]): string {
  return `${DECLARATION}<sitemapindex xmlns="${NAMESPACE}">\n${parts.map((part) => line("sitemap", part)).join("")}</sitemapindex>\n`;
}

/** How a part begins and ends; its places come between, one by one. */
export const SITEMAP_PART = { begin: `${DECLARATION}<urlset xmlns="${NAMESPACE}">\n`, end: "</urlset>\n" } as const;

/** One page of a part. */
export function sitemapPage(page: SitemapPlace): string {
  return line("url", page);
}

function line(name: "sitemap" | "url", { address, changedAt }: SitemapPlace): string {
  const changed = changedAt === undefined ? [] : [element("lastmod", {}, changedAt)];
  return `${serialize(element(name, {}, element("loc", {}, address), ...changed)).xml}\n`;
}
