/**
 * PREMIS 3.0 of one package: its files, everything that happened to them, who did it, and what may be done with them.
 * @see https://www.loc.gov/standards/premis/v3/
 */
import { element, type XmlElement, type XmlText, xmlDocument } from "../xml.ts";
import {
  DIGEST,
  fileObject,
  identifier,
  LOCAL,
  linked,
  PREMIS_NAMESPACES,
  representation,
  rightsIdOf,
  text,
} from "./premis-object.ts";
import type { PremisAgent, PremisEvent, PremisPackage } from "./premis-values.ts";

/** The document, and the code points that XML cannot hold. Equal values give equal bytes. */
export function premisDocument(given: PremisPackage): XmlText {
  const agents = new Map(given.events.flatMap(({ agents: each }) => each).map((agent) => [agentIdOf(agent), agent]));
  return xmlDocument(
    element(
      "premis:premis",
      { ...PREMIS_NAMESPACES, version: "3.0" },
      representation(given),
      ...given.files.map((file) => fileObject(file)),
      ...given.events.map((event) => eventElement(event, given.item)),
      ...[...agents.values()].map(agentElement),
      rightsElement(given),
    ),
  );
}

function eventElement(event: PremisEvent, item: string): XmlElement {
  const { id, type, at, detail, outcome, note, agents, sources, outcomes } = event;
  const noted = note === undefined ? [] : [element("premis:eventOutcomeDetail", {}, text("eventOutcomeDetailNote", note))];
  const touched = [...sources.map((each) => linkedFile(each, "source")), ...outcomes.map((each) => linkedFile(each, "outcome"))];
  return element(
    "premis:event",
    {},
    identifier("event", LOCAL, id),
    text("eventType", type),
    text("eventDateTime", at),
    element("premis:eventDetailInformation", {}, text("eventDetail", detail)),
    element("premis:eventOutcomeInformation", {}, text("eventOutcome", outcome), ...noted),
    ...agents.map((agent) =>
      linked("Agent", LOCAL, agentIdOf(agent), agent.type === "person" ? "implementer" : "executing program"),
    ),
    ...(touched.length > 0 ? touched : [linked("Object", LOCAL, item)]),
  );
}

function linkedFile(sha256: string, role: "source" | "outcome"): XmlElement {
  return linked("Object", DIGEST, sha256, role);
}

function agentElement(agent: PremisAgent): XmlElement {
  return element(
    "premis:agent",
    {},
    identifier("agent", LOCAL, agentIdOf(agent)),
    text("agentName", agent.name),
    text("agentType", agent.type),
    ...(agent.version === undefined ? [] : [text("agentVersion", agent.version)]),
  );
}

function agentIdOf({ type, name, version }: PremisAgent): string {
  return `${type}:${name}${version === undefined ? "" : ` ${version}`}`;
}

function rightsElement({ item, rights }: PremisPackage): XmlElement {
  const { terms, access } = rights;
  const basis =
    terms === undefined
      ? [text("rightsBasis", "other"), element("premis:otherRightsInformation", {}, text("otherRightsBasis", "access policy"))]
      : [text("rightsBasis", "license"), element("premis:licenseInformation", {}, text("licenseTerms", terms))];
  const granted = element("premis:rightsGranted", {}, text("act", "disseminate"), text("restriction", access));
  const statement = element(
    "premis:rightsStatement",
    {},
    identifier("rightsStatement", LOCAL, rightsIdOf(item, access)),
    ...basis,
    granted,
    linked("Object", LOCAL, item),
  );
  return element("premis:rights", {}, statement);
}
