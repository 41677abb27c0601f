/**
 * Records as simple Dublin Core (oai_dc 2.0; dublincore.org/documents/dces). It holds titles, names, dates, subjects, places,
 * languages, summary, notes, holder, rights and numbers; nothing says which field something else came from, so that all other
 * fields stay where they are when Dublin Core is read back.
 */
import { agentLabel, type ItemRecord, isListId } from "../pipeline/record.ts";
import type { RecordPlaces } from "./record-places.ts";
import { filledFields, type ReadFields } from "./record-remainder.ts";
import { element, serialize, type XmlElement } from "./xml.ts";
import { type ReadElement, textOf } from "./xml-read.ts";

/** Namespace of the element `dc`. */
export const OAI_DC_NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/";
const DC_NAMESPACE = "http://purl.org/dc/elements/1.1/";

/** The fields of a record that Dublin Core holds; people keep only their name and whether they are author, maker or other. */
export const DUBLIN_CORE_FIELDS = [
  "shelfmark",
  "titles",
  "agents",
  "dateAsWritten",
  "dateEdtf",
  "language",
  "otherLanguages",
  "genre",
  "subjects",
  "places",
  "summary",
  "notes",
  "holder",
  "rights",
  "identifiers",
] as const satisfies readonly (keyof ItemRecord)[];

const MAKERS: readonly string[] = ["publisher", "printer", "block-holder"];
const EDTF_LIKE = /^[-0-9X?~%./]+$/;

/** One record as the element `oai_dc:dc`, without an XML declaration. */
export function dublinCoreOf(record: ItemRecord, where: RecordPlaces): string {
  const dc = (name: string, text: string | undefined, language?: string) =>
    text === undefined ? [] : [element(`dc:${name}`, { "xml:lang": language }, text)];
  const each = (name: string, texts: readonly string[]) => texts.flatMap((text) => dc(name, text));
  const named = (isWanted: (role: string) => boolean) => record.agents.filter(({ role }) => isWanted(role)).map(agentLabel);
  const isMaker = (role: string) => MAKERS.includes(role);
  const addresses = [where.reader, where.manifest, where.pdf, where.thumbnail].filter((address) => address !== undefined);
  const children = [
    ...record.titles.flatMap(({ text, language }) => dc("title", text, language)),
    ...each(
      "creator",
      named((role) => role === "author"),
    ),
    ...each("publisher", named(isMaker)),
    ...each(
      "contributor",
      named((role) => role !== "author" && !isMaker(role)),
    ),
    ...dc("date", record.dateEdtf),
    ...dc("date", record.dateAsWritten, record.dateAsWritten === undefined ? undefined : "und"),
    ...each("language", [record.language, ...record.otherLanguages]),
    ...each("type", ["Text", ...(record.genre === undefined ? [] : [record.genre])]),
    ...each("subject", record.subjects),
    ...each(
      "coverage",
      record.places.map(({ name, now }) => agentLabel({ name, normalised: now })),
    ),
    ...dc("description", record.summary),
    ...record.notes.flatMap(({ text, language }) => dc("description", text, language)),
    ...each("identifier", addresses),
    ...each("identifier", [where.identifier, ...record.identifiers.map(({ type, value }) => `${type}:${value}`)]),
    ...dc("source", record.shelfmark),
    ...dc("source", record.holder, record.holder === undefined ? undefined : "vi"),
    ...dc("rights", record.rights),
  ];
  return serialize(dcElement(children)).xml;
}

function dcElement(children: readonly XmlElement[]): XmlElement {
  return element("oai_dc:dc", { "xmlns:oai_dc": OAI_DC_NAMESPACE, "xmlns:dc": DC_NAMESPACE }, ...children);
}

/** The fields of one element `oai_dc:dc`; a field that it says nothing of is missing. */
export function readDublinCore(dc: ReadElement): ReadFields {
  const all = (name: string) =>
    dc.children.filter(
      (child): child is ReadElement =>
        typeof child !== "string" && child.namespace === DC_NAMESPACE && child.name === name && textOf(child) !== "",
    );
  const texts = (name: string) => all(name).map(textOf);
  const tagged = (name: string) =>
    all(name).map((each) => ({ language: each.attributes["xml:lang"] ?? "und", text: textOf(each) }));
  const isTagged = (each: ReadElement) => each.attributes["xml:lang"] !== undefined;
  const people = (name: string, role: string) => texts(name).map((label) => ({ role, ...unlabelled(label) }));
  const [language, ...otherLanguages] = texts("language");
  const described = all("description");
  const [shelfmark, holder] = texts("source");
  return filledFields({
    shelfmark,
    titles: tagged("title"),
    agents: [...people("creator", "author"), ...people("publisher", "publisher"), ...people("contributor", "contributor")],
    dateEdtf: all("date")
      .filter((each) => !isTagged(each))
      .map(textOf)
      .find((text) => EDTF_LIKE.test(text)),
    dateAsWritten: all("date")
      .filter((each) => isTagged(each) || !EDTF_LIKE.test(textOf(each)))
      .map(textOf)[0],
    language,
    otherLanguages,
    genre: texts("type").find(isListId),
    subjects: texts("subject"),
    places: texts("coverage").map((label) => renamed(unlabelled(label))),
    summary: described.filter((each) => !isTagged(each)).map(textOf)[0],
    notes: tagged("description").slice(described.findIndex((each) => !isTagged(each)) === -1 ? 0 : 1),
    holder,
    rights: texts("rights").find((text) => URL.canParse(text)),
    identifiers: texts("identifier").flatMap(typedNumber),
  });
}

/** A name as written with the one that catalogues use behind it in brackets. */
function unlabelled(label: string): { readonly name: string; readonly normalised?: string } {
  const match = /^(.+) \((.+)\)$/su.exec(label);
  return match?.[1] && match[2] ? { name: match[1], normalised: match[2] } : { name: label };
}

function renamed({ name, normalised }: ReturnType<typeof unlabelled>) {
  return { name, ...(normalised === undefined ? {} : { now: normalised }) };
}

/** `isbn:604…`; addresses and OAI identifiers are where the item stands, not what others call it. */
function typedNumber(text: string): readonly { readonly type: string; readonly value: string }[] {
  const match = /^([a-z0-9]+(?:-[a-z0-9]+)*):(.+)$/su.exec(text);
  if (!match?.[1] || !match[2] || /^(https?|oai|urn|info)$/.test(match[1])) return [];
  return [{ type: match[1], value: match[2] }];
}
