/** What the server is given. Its public part reads; only the workroom and signing in and out change anything. */
import type { Observer } from "../../catalogue/observe/observer.ts";
import type { SearchIndex } from "../../catalogue/search/port.ts";
import type { Sessions } from "../../catalogue/users/port.ts";
import type { Role } from "../../catalogue/users/roles.ts";
import type { Provider } from "../../iiif/provider.ts";
import type { Digest } from "../../pipeline/artifact.ts";
import type { Clock } from "../../pipeline/clock.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Log } from "../../pipeline/log.ts";
import type { PublicationLog } from "../../pipeline/publication-log.ts";
import type { Store } from "../../pipeline/store/store.ts";
import type { Tracer } from "../../pipeline/trace.ts";
import type { OutsideOptions } from "./outside/provider.ts";
import type { Workroom } from "./workroom/workroom.ts";

/** The part of the ledger that public pages need. */
export type PublicLedger = Pick<
  Ledger,
  "items" | "batch" | "page" | "currentOf" | "events" | "artifact" | "check" | "changeMark"
> &
  Pick<
    PublicationLog,
    "activities" | "logExtent" | "announcedItem" | "announcedSince" | "countAnnounced" | "publicItems" | "lastChange" | "itemSets"
  >;

/** Objects as local files. */
export interface ObjectFiles {
  file(digest: Digest): Promise<string>;
}

/** The part of the search index that answers. */
export type Searching = Pick<SearchIndex, "pages" | "items" | "completions">;

/** How people sign in elsewhere, and which roles the library's table gives the groups of that place, the narrowest first. */
export interface Outside extends OutsideOptions {
  readonly roles?: readonly { readonly group: string; readonly role: Role }[] | undefined;
}

/** Everything the server works with. */
export interface Services {
  readonly ledger: PublicLedger;
  readonly store: Pick<Store, "open" | "check">;
  readonly cache: ObjectFiles;
  /** What is public, as it can be searched; without it there are no addresses of searches. */
  readonly search?: Searching;
  /** Who may see more than what is public; without it nobody can sign in. */
  readonly users?: Sessions;
  /** The library's identity provider; without it people sign in with passwords alone. */
  readonly outside?: Outside | undefined;
  /** What staff work with; without it there is no workroom. */
  readonly workroom?: Workroom;
  /** What `/metrics` tells, and the token that opens it (this machine alone without one); absent: there is no such address. */
  readonly watch?: { readonly observer: Observer; readonly token?: string | undefined };
  /** Where readers reach the server; all identifiers begin with it. A path in it is one that a proxy in front takes off. */
  readonly baseUrl: string;
  /** The library that runs the site, as manifests name it; its logo as a local file. */
  readonly provider?: Provider | undefined;
  readonly logoFile?: string | undefined;
  /** Where the library lays fonts of its own for Hán-Nôm (TrueType); they come before the one that is shipped. */
  readonly fontFolder?: string;
  readonly clock: Clock;
  /** Name of the library, for harvesters. */
  readonly library?: string;
  /** Whom harvesters write to when something is wrong. */
  readonly adminEmail?: string;
  /** Licence of the descriptions as open data. */
  readonly dataLicense?: string;
  readonly log?: Log;
  /** Where traces of requests go; nowhere when absent. */
  readonly tracer?: Tracer;
}
