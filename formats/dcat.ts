/**
 * The open data of a library as DCAT 3 in JSON-LD: what there is, under which licence, and where to get it.
 * @see https://www.w3.org/TR/vocab-dcat-3/
 */

/** A text in the two languages of the interface. */
interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** One way to get the data. */
export interface DataAccess {
  readonly title: Bilingual;
  readonly mediaType: string;
  /** A file with all of it, or a service that answers questions. */
  readonly kind: "file" | "service";
  readonly address: string;
  /** The standard that a service follows. */
  readonly standard?: string;
}

/** The data of a library. */
export interface DataSet {
  /** Address of the description. */
  readonly id: string;
  readonly title: Bilingual;
  readonly description: Bilingual;
  readonly publisher: string;
  readonly contactEmail: string;
  readonly homepage: string;
  /** Licence of the descriptions; each item states the rights of its pictures itself. */
  readonly license?: string;
  readonly itemCount: number;
  /** Last change of any item, if there was one. */
  readonly modifiedAt?: string;
  readonly access: readonly DataAccess[];
}

const CONTEXT = {
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  void: "http://rdfs.org/ns/void#",
} as const;

/** A catalogue with one dataset: a distribution for every file, a data service for every protocol. */
export function dataCatalogue(data: DataSet): object {
  const { id, title, description, publisher, homepage, license } = data;
  const agent = { "@type": "foaf:Agent", "foaf:name": publisher, "foaf:homepage": { "@id": homepage } };
  const common = { "dct:publisher": agent, ...licensed(license), ...modified(data) };
  const dataset = `${id}#items`;
  return {
    "@context": CONTEXT,
    "@id": id,
    "@type": "dcat:Catalog",
    "dct:title": inLanguages(title),
    "dct:description": inLanguages(description),
    "dct:language": ["vi", "en"],
    "foaf:homepage": { "@id": homepage },
    ...common,
    "dcat:dataset": {
      "@id": dataset,
      "@type": "dcat:Dataset",
      "dct:title": inLanguages(title),
      "dct:description": inLanguages(description),
      "dct:identifier": dataset,
      "dcat:landingPage": { "@id": homepage },
      "dcat:contactPoint": { "@type": "vcard:Kind", "vcard:hasEmail": { "@id": `mailto:${data.contactEmail}` } },
      "void:entities": data.itemCount,
      ...common,
      "dcat:distribution": data.access.filter(({ kind }) => kind === "file").map((each) => distribution(each, license)),
    },
    "dcat:service": data.access.filter(({ kind }) => kind === "service").map((each) => service(each, dataset)),
  };
}

function distribution({ title, mediaType, address }: DataAccess, license: string | undefined): object {
  return {
    "@type": "dcat:Distribution",
    "dct:title": inLanguages(title),
    "dcat:accessURL": { "@id": address },
    "dcat:downloadURL": { "@id": address },
    "dcat:mediaType": { "@id": `https://www.iana.org/assignments/media-types/${mediaType}` },
    ...licensed(license),
  };
}

function service({ title, address, standard }: DataAccess, dataset: string): object {
  return {
    "@type": "dcat:DataService",
    "dct:title": inLanguages(title),
    "dcat:endpointURL": { "@id": address },
    ...(standard === undefined ? {} : { "dct:conformsTo": { "@id": standard } }),
    "dcat:servesDataset": { "@id": dataset },
  };
}

function inLanguages({ vi, en }: Bilingual): readonly object[] {
  return [
    { "@value": vi, "@language": "vi" },
    { "@value": en, "@language": "en" },
  ];
}

function modified({ modifiedAt }: DataSet): object {
  return modifiedAt === undefined ? {} : { "dct:modified": { "@value": modifiedAt, "@type": "xsd:dateTime" } };
}

function licensed(license: string | undefined): object {
  return license === undefined ? {} : { "dct:license": { "@id": license } };
}
