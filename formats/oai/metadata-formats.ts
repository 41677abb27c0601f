/** The metadata formats in which records are harvested. */

/** Prefixes by which harvesters name them. */
export const METADATA_PREFIXES = ["oai_dc", "mods", "marc21", "mets"] as const;
/** One of {@link METADATA_PREFIXES}. */
export type MetadataPrefix = (typeof METADATA_PREFIXES)[number];

/** Where the format is defined. */
export const METADATA_FORMATS: Readonly<Record<MetadataPrefix, { readonly schema: string; readonly namespace: string }>> = {
  oai_dc: {
    schema: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    namespace: "http://www.openarchives.org/OAI/2.0/oai_dc/",
  },
  mods: { schema: "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd", namespace: "http://www.loc.gov/mods/v3" },
  marc21: {
    schema: "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
    namespace: "http://www.loc.gov/MARC21/slim",
  },
  mets: { schema: "http://www.loc.gov/standards/mets/mets.xsd", namespace: "http://www.loc.gov/METS/" },
};

/** The prefix, if it is one of ours. */
export function metadataPrefix(text: string): MetadataPrefix | undefined {
  return METADATA_PREFIXES.find((each) => each === text);
}
