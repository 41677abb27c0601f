/** What is the same for every item of one site: its addresses, the library behind it, and what its server can do. */
import type { InternationalString } from "@iiif/presentation-3";
import type { Provider } from "./provider.ts";
import type { Uris } from "./uri.ts";

/** A site that presents items. */
export interface Edition {
  readonly uris: Uris;
  readonly provider?: Provider | undefined;
  /** Compliance of the image service: any request, or only files that were written beforehand. */
  readonly images: "level2" | "level0";
  /** Whether somebody answers Content Search. */
  readonly hasSearch: boolean;
  /** Descriptions in XML that are served beside the items. */
  readonly records: readonly RecordFormat[];
  /** The name of an entry of a controlled list, such as the form `woodblock`; undefined where the list does not have it. */
  readonly termName?: (list: string, id: string) => InternationalString | undefined;
}

/** A description in XML. */
export type RecordFormat = "mods.xml" | "mets.xml" | "dc.xml" | "marc.xml";

/** The site that this program serves itself. */
export function servedEdition(uris: Uris, more: Pick<Edition, "provider" | "termName"> = {}): Edition {
  return { uris, images: "level2", hasSearch: true, records: ["mods.xml", "mets.xml", "dc.xml", "marc.xml"], ...more };
}
