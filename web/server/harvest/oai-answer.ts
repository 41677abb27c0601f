/** Answers one request of OAI-PMH. */
import { itemOfIdentifier, oaiIdentifier } from "../../../formats/oai/identifier.ts";
import type { OaiProblem } from "../../../formats/oai/problem.ts";
import { type OaiArguments, type OaiRequest, readOaiRequest } from "../../../formats/oai/request.ts";
import { formatsElement, identifyElement, oaiAnswer, oaiErrors } from "../../../formats/oai/response.ts";
import { element, type XmlElement } from "../../../formats/xml.ts";
import type { AnnouncedItem } from "../../../pipeline/publication-log.ts";
import { type Harvested, listRecords, listSets, recordOf } from "./oai-lists.ts";
import { shownOf } from "./public-item.ts";

/** The answer as an XML document; errors of the protocol are answers too. */
export async function answerOai(harvested: Harvested, given: OaiArguments): Promise<string> {
  const { site } = harvested;
  const responseDate = site.services.clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
  const frame = { responseDate, baseUrl: site.uris.oai(), given };
  const request = readOaiRequest(given);
  if ("length" in request) return oaiErrors(frame, request);
  const body = await answerTo(harvested, request, responseDate);
  return "code" in body ? oaiErrors(frame, [body]) : oaiAnswer(frame, body);
}

async function answerTo(harvested: Harvested, request: OaiRequest, now: string): Promise<XmlElement | OaiProblem> {
  if (request.verb === "Identify") return await identify(harvested, now);
  if (request.verb === "ListMetadataFormats") return await listFormats(harvested, request.identifier);
  if (request.verb === "ListSets") return await listSets(harvested, request);
  if (request.verb !== "GetRecord") return await listRecords(harvested, request);
  const item = await announcedAs(harvested, request.identifier);
  if (!item) return unknownId(harvested);
  const [shown] = await shownOf(harvested.site, [item]);
  return element("GetRecord", {}, recordOf(harvested, item, shown, request.prefix));
}

async function identify({ site, repository }: Harvested, now: string): Promise<XmlElement> {
  const { ledger } = site.services;
  const [{ earliest }, [sample]] = await Promise.all([ledger.logExtent(), ledger.publicItems({ limit: 1 })]);
  const sampleIdentifier = oaiIdentifier(repository.identifier, sample?.itemId ?? "VNb.12");
  const { name, adminEmail, identifier } = repository;
  return identifyElement({ name, adminEmail, identifier, sampleIdentifier, baseUrl: site.uris.oai(), earliest: earliest ?? now });
}

/** All formats for every item, none for one that was deleted. */
async function listFormats(harvested: Harvested, identifier: string | undefined): Promise<XmlElement | OaiProblem> {
  if (identifier === undefined) return formatsElement();
  const item = await announcedAs(harvested, identifier);
  if (!item) return unknownId(harvested);
  const [shown] = await shownOf(harvested.site, [item]);
  return shown ? formatsElement() : { code: "noMetadataFormats", message: "This record was deleted." };
}

async function announcedAs({ site, repository }: Harvested, identifier: string): Promise<AnnouncedItem | undefined> {
  const item = itemOfIdentifier(repository.identifier, identifier);
  return item === undefined ? undefined : await site.services.ledger.announcedItem(item);
}

function unknownId({ repository }: Harvested): OaiProblem {
  const example = oaiIdentifier(repository.identifier, "VNb.12");
  return {
    code: "idDoesNotExist",
    message: `Nothing with this identifier was ever published. Identifiers look like ${example}.`,
  };
}
