/** Answers of OAI-PMH 2.0 as XML (section 3.2). */
import { element, type XmlElement, type XmlNode, xmlDocument } from "../xml.ts";
import { METADATA_FORMATS, METADATA_PREFIXES, type MetadataPrefix } from "./metadata-formats.ts";
import type { OaiProblem } from "./problem.ts";
import type { OaiArguments } from "./request.ts";

const OAI = "http://www.openarchives.org/OAI/2.0/";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier";

/** What every answer says of itself. */
export interface OaiFrame {
  /** Of the answer, UTC to the second. */
  readonly responseDate: string;
  /** The address of the repository. */
  readonly baseUrl: string;
  /** Repeated in answers that are no badVerb and no badArgument. */
  readonly given: OaiArguments;
}

/** A whole answer. */
export function oaiAnswer(frame: OaiFrame, ...body: readonly XmlNode[]): string {
  return oaiDocument(frame, frame.given, body);
}

/** An answer that says what is wrong. What could not be understood is not repeated. */
export function oaiErrors(frame: OaiFrame, problems: readonly OaiProblem[]): string {
  const isUnderstood = problems.every(({ code }) => code !== "badVerb" && code !== "badArgument");
  const errors = problems.map(({ code, message }) => element("error", { code }, message));
  return oaiDocument(frame, isUnderstood ? frame.given : [], errors);
}

function oaiDocument({ responseDate, baseUrl }: OaiFrame, given: OaiArguments, body: readonly XmlNode[]): string {
  const schemaLocation = `${OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd`;
  return xmlDocument(
    element(
      "OAI-PMH",
      { xmlns: OAI, "xmlns:xsi": XSI, "xsi:schemaLocation": schemaLocation },
      element("responseDate", {}, responseDate),
      element("request", Object.fromEntries(given), baseUrl),
      ...body,
    ),
  ).xml;
}

/** Who the repository is. */
export interface OaiRepository {
  readonly name: string;
  readonly baseUrl: string;
  readonly adminEmail: string;
  /** The first second from which there can be changes. */
  readonly earliest: string;
  /** The name space of its identifiers. */
  readonly identifier: string;
  readonly sampleIdentifier: string;
}

/** The answer to Identify. */
export function identifyElement(repository: OaiRepository): XmlElement {
  const { name, baseUrl, adminEmail, earliest, identifier, sampleIdentifier } = repository;
  const description = element(
    "oai-identifier",
    { xmlns: IDENTIFIER, "xsi:schemaLocation": `${IDENTIFIER} ${IDENTIFIER}.xsd` },
    element("scheme", {}, "oai"),
    element("repositoryIdentifier", {}, identifier),
    element("delimiter", {}, ":"),
    element("sampleIdentifier", {}, sampleIdentifier),
  );
  return element(
    "Identify",
    {},
    element("repositoryName", {}, name),
    element("baseURL", {}, baseUrl),
    element("protocolVersion", {}, "2.0"),
    element("adminEmail", {}, adminEmail),
    element("earliestDatestamp", {}, earliest),
    element("deletedRecord", {}, "persistent"),
    element("granularity", {}, "YYYY-MM-DDThh:mm:ssZ"),
    element("description", {}, description),
  );
}

/** The answer to ListMetadataFormats: every item has all formats. */
export function formatsElement(): XmlElement {
  const formats = METADATA_PREFIXES.map((prefix) => {
    const { schema, namespace } = METADATA_FORMATS[prefix];
    return element(
      "metadataFormat",
      {},
      element("metadataPrefix", {}, prefix),
      element("schema", {}, schema),
      element("metadataNamespace", {}, namespace),
    );
  });
  return element("ListMetadataFormats", {}, ...formats);
}

/** What a harvester is told of a record. */
export interface OaiHeader {
  readonly identifier: string;
  readonly datestamp: string;
  readonly setSpecs: readonly string[];
  readonly isDeleted: boolean;
}

/** The header of a record. */
export function headerElement({ identifier, datestamp, setSpecs, isDeleted }: OaiHeader): XmlElement {
  return element(
    "header",
    { status: isDeleted ? "deleted" : undefined },
    element("identifier", {}, identifier),
    element("datestamp", {}, datestamp),
    ...setSpecs.map((spec) => element("setSpec", {}, spec)),
  );
}

/** A record; one that was deleted has no metadata. */
export function recordElement(header: OaiHeader, prefix: MetadataPrefix, metadata: string | undefined): XmlElement {
  if (metadata === undefined) return element("record", {}, headerElement(header));
  return element("record", {}, headerElement(header), element("metadata", {}, { serialized: withSchema(metadata, prefix) }));
}

/** Records leave the document they came in, so each says where its schema is (section 2.5). */
function withSchema(metadata: string, prefix: MetadataPrefix): string {
  const { namespace, schema } = METADATA_FORMATS[prefix];
  return metadata.replace(/^<[^\s/>]+/, (begin) => `${begin} xmlns:xsi="${XSI}" xsi:schemaLocation="${namespace} ${schema}"`);
}

/** A set. */
export function setElement(setSpec: string, setName: string): XmlElement {
  return element("set", {}, element("setSpec", {}, setSpec), element("setName", {}, setName));
}

/**
 * Where a list goes on. The last part of a list that came in parts has an empty one.
 * @param size the length of the whole list, where it is known
 */
export function tokenElement(token: string, cursor: number, size?: number): XmlElement {
  return element("resumptionToken", { completeListSize: size, cursor }, token);
}
