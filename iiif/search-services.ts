/** Where viewers find search: in version 2, and in version 1 for those that know no other. */
import type { Service } from "@iiif/presentation-3";
import { SEARCH_1_CONTEXT } from "./context.ts";
import type { SearchVersion } from "./uri.ts";

/** Addresses of one search, by version. */
export interface SearchAddresses {
  search(version: SearchVersion): string;
  autocomplete(version: SearchVersion): string;
}

/**
 * Both services, each with its autocomplete inside. Mirador and Universal Viewer find search by the profile of version 1 only;
 * Clover takes the first that it knows. Objects of version 1 have `@id` and `@type`, as Presentation 3 wants of older services.
 * @see https://iiif.io/api/search/2.0/ and https://iiif.io/api/search/1.0/
 */
export function searchServices({ search, autocomplete }: SearchAddresses): Service[] {
  const services = [
    {
      id: search(2),
      type: "SearchService2",
      service: [{ id: autocomplete(2), type: "AutoCompleteService2" }],
    },
    {
      "@context": SEARCH_1_CONTEXT,
      "@id": search(1),
      "@type": "SearchService1",
      profile: "http://iiif.io/api/search/1/search",
      service: [{ "@id": autocomplete(1), "@type": "AutoCompleteService1", profile: "http://iiif.io/api/search/1/autocomplete" }],
    },
  ];
  return services as Service[];
}
