/** What all routes share: services, publications, pictures, and the ways to answer. */
import { availableParallelism } from "node:os";
import type { FastifyInstance } from "fastify";
import { type Uris, urisOf } from "../../iiif/uri.ts";
import { Descriptions } from "./descriptions.ts";
import { PublicDirectory } from "./directory.ts";
import { HanFonts } from "./fonts/han-fonts.ts";
import { Pictures } from "./image/pictures.ts";
import { WorkGate } from "./image/work-gate.ts";
import { Publications } from "./publications.ts";
import type { Services } from "./services.ts";
import { signedForms } from "./signed-forms.ts";

/** Shared by the routes of one server. */
export interface Site {
  readonly services: Services;
  readonly publications: Publications;
  readonly directory: PublicDirectory;
  readonly signedForm: ReturnType<typeof signedForms>;
  readonly descriptions: Descriptions;
  readonly pictures: Pictures;
  /** Searches pass here, so that one client who asks for thousands keeps nobody else waiting. */
  readonly searchGate: WorkGate;
  readonly fonts: HanFonts;
  readonly uris: Uris;
  /** Path of the server's root as browsers see it, without a slash at the end. */
  readonly root: string;
}

/** One route file. */
export type Routes = (server: FastifyInstance, site: Site) => void;

/** Searches that may wait; each takes some milliseconds. */
const MOST_SEARCHES_WAITING = 200;

/** Bring it together. @throws {TypeError} when the base URL is none. */
export function siteOf(services: Services): Site {
  return {
    services,
    publications: new Publications(services),
    directory: new PublicDirectory(services.ledger),
    signedForm: signedForms(services.ledger),
    descriptions: new Descriptions(services.cache),
    pictures: new Pictures(services.cache),
    searchGate: new WorkGate(availableParallelism(), MOST_SEARCHES_WAITING),
    fonts: new HanFonts(services.fontFolder),
    uris: urisOf(services.baseUrl),
    root: new URL(services.baseUrl).pathname.replace(/\/+$/, ""),
  };
}
