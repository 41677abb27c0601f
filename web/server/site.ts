/** What all routes share: services, publications, pictures, and the ways to answer. */
import type { FastifyInstance } from "fastify";
import { type Uris, urisOf } from "../../iiif/uri.ts";
import { Descriptions } from "./descriptions.ts";
import { HanFonts } from "./fonts/han-fonts.ts";
import { Pictures } from "./image/pictures.ts";
import { Publications } from "./publications.ts";
import type { Services } from "./services.ts";

/** Shared by the routes of one server. */
export interface Site {
  readonly services: Services;
  readonly publications: Publications;
  readonly descriptions: Descriptions;
  readonly pictures: Pictures;
  readonly fonts: HanFonts;
  readonly uris: Uris;
  /** Path of the server's root as browsers see it, without a slash at the end. */
  readonly root: string;
}

/** One route file. */
export type Routes = (server: FastifyInstance, site: Site) => void;

/** Bring it together. @throws {TypeError} when the base URL is none. */
export function siteOf(services: Services): Site {
  return {
    services,
    publications: new Publications(services),
    descriptions: new Descriptions(services.cache),
    pictures: new Pictures(services.cache),
    fonts: new HanFonts(services.fontFolder),
    uris: urisOf(services.baseUrl),
    root: new URL(services.baseUrl).pathname.replace(/\/+$/, ""),
  };
}
