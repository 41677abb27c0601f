/** Languages, what the item is about, its parts, and who may use it, in MODS. */
import { type ItemRecord, isListId } from "../../pipeline/record.ts";
import { languageCodes, languageTag } from "../language-codes.ts";
import { filledFields, type ReadFields } from "../record-remainder.ts";
import { element, type XmlElement } from "../xml.ts";
import { childrenOf, childText, type ReadElement, textOf } from "../xml-read.ts";
import { readOriginPlaces } from "./origin.ts";
import { languageAttributes, readLanguage } from "./titles.ts";

const one = (name: string, text: string | undefined, attributes: XmlElement["attributes"] = {}) =>
  text === undefined ? [] : [element(name, attributes, text)];

export function writeContent(record: ItemRecord): readonly XmlElement[] {
  return [
    ...[record.language, ...record.otherLanguages].map((tag, at) => languageElement(tag, at === 0)),
    ...one("genre", record.genre, { authority: "local" }),
    ...one("abstract", record.summary),
    ...(record.divisions.length === 0
      ? []
      : [element("tableOfContents", {}, record.divisions.map(({ title, page }) => `${title} = ${page}`).join(" -- "))]),
    ...record.notes.map(({ language, text }) => element("note", languageAttributes(language), text)),
    ...one("note", record.dateEvidence, { type: "date" }),
    ...one("note", record.provenance, { type: "ownership" }),
    ...one("note", record.degree, { type: "thesis" }),
    ...record.seals.map(({ text }) => element("note", { type: "seal" }, text)),
    ...record.subjects.map((topic) => element("subject", {}, element("topic", {}, topic))),
    ...record.places.filter(({ relation }) => relation !== "made-at").map(placeSubject),
  ];
}

function languageElement(tag: string, isMain: boolean): XmlElement {
  const { language, script } = languageCodes(tag);
  return element(
    "language",
    { usage: isMain ? "primary" : undefined },
    element("languageTerm", { type: "code", authority: "rfc5646" }, tag),
    element("languageTerm", { type: "code", authority: "iso639-2b" }, language),
    element("scriptTerm", { type: "code", authority: "iso15924" }, script),
  );
}

/** Old name and present one are two terms of one subject. */
function placeSubject({ name, language, now, relation, authority }: ItemRecord["places"][number]): XmlElement {
  return element(
    "subject",
    { displayLabel: relation, valueURI: authority === undefined ? undefined : `urn:authority:${encodeURIComponent(authority)}` },
    element("geographic", languageAttributes(language), name),
    ...one("geographic", now, { displayLabel: "now" }).map(({ children }) => element("geographic", {}, ...children)),
  );
}

export function readContent(mods: ReadElement): ReadFields {
  const languages = childrenOf(mods, "language").flatMap((each) => readLanguageElement(each) ?? []);
  const subjects = childrenOf(mods, "subject");
  const notes = childrenOf(mods, "note");
  const noted = (type: string) => notes.filter((note) => note.attributes["type"] === type).map(textOf);
  const places = subjects.flatMap(readPlace);
  return filledFields({
    language: languages[0],
    otherLanguages: languages.slice(1),
    genre: childrenOf(mods, "genre").map(textOf).find(isListId),
    summary: childText(mods, "abstract"),
    divisions: readDivisions(childText(mods, "tableOfContents")),
    notes: notes
      .filter((note) => note.attributes["type"] === undefined && textOf(note) !== "")
      .map((note) => ({ language: readLanguage(note) ?? "vi", text: textOf(note) })),
    dateEvidence: noted("date")[0],
    provenance: noted("ownership")[0],
    degree: noted("thesis").find(isListId),
    seals: noted("seal").map((text) => ({ text })),
    subjects: subjects.flatMap((subject) => childrenOf(subject, "topic").map(textOf)).filter((text) => text !== ""),
    places: [...readOriginPlaces(mods), ...places],
  });
}

function readLanguageElement(language: ReadElement): string | undefined {
  const terms = childrenOf(language, "languageTerm");
  const tagged = terms.find((term) => /^rfc(3066|4646|5646)$/.test(term.attributes["authority"] ?? ""));
  const coded = terms.find((term) => term.attributes["type"] !== "text");
  const script = childText(language, "scriptTerm");
  return tagged
    ? textOf(tagged)
    : languageTag({ ...(coded ? { language: textOf(coded) } : {}), ...(script === undefined ? {} : { script }) });
}

function readPlace(subject: ReadElement): readonly ReadFields[] {
  const [name, now] = childrenOf(subject, "geographic");
  if (name === undefined || textOf(name) === "") return [];
  const relation = subject.attributes["displayLabel"] ?? "about";
  const urn = /^urn:authority:(.+)$/.exec(subject.attributes["valueURI"] ?? "")?.[1];
  return [
    filledFields({
      name: textOf(name),
      language: readLanguage(name),
      now: now && textOf(now),
      relation: isListId(relation) ? relation : "about",
      authority: urn && decodeURIComponent(urn),
    }),
  ];
}

/** As MARC parts a formatted contents note, with the page behind "=". Parts without a page are no divisions. */
export function readDivisions(text: string | undefined): readonly ReadFields[] {
  return (text ?? "").split(" -- ").flatMap((part) => {
    const match = /^(.*) = ([1-9]\d*)$/su.exec(part);
    return match?.[1] === undefined ? [] : [{ title: match[1], page: Number(match[2]) }];
  });
}
