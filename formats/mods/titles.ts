/** Titles and names in MODS: the form in the book's script and its phiên âm are one pair, tied by `altRepGroup`. */
import type { ItemRecord, RecordAgent } from "../../pipeline/record.ts";
import { type LanguageCodes, languageCodes, languageTag } from "../language-codes.ts";
import { filledFields, type ReadFields } from "../record-remainder.ts";
import { relatorCode, roleId, roleOfRelator } from "../relators.ts";
import { element, type XmlElement } from "../xml.ts";
import { childrenOf, childText, type ReadElement, textOf } from "../xml-read.ts";

/** The scheme of readings of Han-Nom text in Quốc ngữ, as a transliteration must name one. */
const READING = "phiên âm Hán-Việt";

/** Attributes of a text in a language; nothing where none is known. */
export function languageAttributes(tag: string | undefined): Readonly<Record<string, string>> {
  if (tag === undefined) return {};
  const codes: LanguageCodes = languageCodes(tag);
  return { "xml:lang": tag, lang: codes.language, script: codes.script };
}

/** The tag of a text: as it is where this program wrote it, else made of the codes. */
export function readLanguage({ attributes }: ReadElement): string | undefined {
  const { lang, script } = attributes;
  return attributes["xml:lang"] ?? languageTag({ ...(lang ? { language: lang } : {}), ...(script ? { script } : {}) });
}

export function writeTitles({ titles }: ItemRecord): readonly XmlElement[] {
  return titles.map((title, at) => {
    const { kind } = title;
    const isOfPair = kind === "as-written" || kind === "transliteration";
    const attributes = {
      usage: at === 0 ? "primary" : undefined,
      type: kind === "translation" ? "translated" : kind === "other" ? "alternative" : undefined,
      altRepGroup: isOfPair ? "title" : undefined,
      transliteration: kind === "transliteration" ? READING : undefined,
    };
    return element("titleInfo", { ...attributes, ...languageAttributes(title.language) }, element("title", {}, title.text));
  });
}

export function readTitles(mods: ReadElement): ReadFields {
  const titles = childrenOf(mods, "titleInfo").flatMap((info) => {
    const [title, subTitle] = [childText(info, "title"), childText(info, "subTitle")];
    if (title === undefined) return [];
    const begins = `${childText(info, "nonSort") ?? ""}${title}`;
    const parts = [subTitle && `: ${subTitle}`, childText(info, "partNumber"), childText(info, "partName")];
    const text = [begins, ...parts.filter(Boolean)].join(" ").replaceAll(" : ", ": ");
    return [{ language: readLanguage(info) ?? "und", text: parts.some(Boolean) ? text : begins, kind: kindOf(info) }];
  });
  return { titles };
}

function kindOf({ attributes }: ReadElement): string {
  if (attributes["type"] === "translated") return "translation";
  if (attributes["type"] !== undefined) return "other";
  return attributes["transliteration"] === undefined ? "as-written" : "transliteration";
}

const NAME_TYPES = { person: "personal", family: "family", corporate: "corporate" } as const;

export function writeNames({ agents }: ItemRecord): readonly XmlElement[] {
  return agents.flatMap((agent, at) => {
    const pair = agent.normalised === undefined ? undefined : `name-${at + 1}`;
    const attributes = { type: NAME_TYPES[agent.kind], altRepGroup: pair };
    const written = element(
      "name",
      { ...attributes, ...languageAttributes(agent.language) },
      element("namePart", {}, agent.name),
      ...(agent.years === undefined ? [] : [element("namePart", { type: "date" }, agent.years)]),
      roleElement(agent.role),
      ...agent.alsoKnownAs.map(({ kind, name }) => element("alternativeName", { altType: kind }, element("namePart", {}, name))),
      ...(agent.authority === undefined ? [] : [element("nameIdentifier", { type: "local" }, agent.authority)]),
    );
    if (agent.normalised === undefined) return [written];
    const filed = element("name", attributes, element("namePart", {}, agent.normalised), roleElement(agent.role));
    return [written, filed];
  });
}

function roleElement(role: string): XmlElement {
  const code = relatorCode(role);
  const coded = code === undefined ? [] : [element("roleTerm", { type: "code", authority: "marcrelator" }, code)];
  return element("role", {}, ...coded, element("roleTerm", { type: "text" }, role));
}

export function readNames(mods: ReadElement): ReadFields {
  const names = childrenOf(mods, "name");
  const firstOf = new Map<string, ReadElement>();
  const filed = new Map<ReadElement, string>();
  for (const name of names) {
    const group = name.attributes["altRepGroup"];
    const first = group === undefined ? undefined : firstOf.get(group);
    if (group !== undefined && first === undefined) firstOf.set(group, name);
    if (first !== undefined) filed.set(first, nameText(name));
  }
  const isFirst = (name: ReadElement) => {
    const group = name.attributes["altRepGroup"];
    return group === undefined || firstOf.get(group) === name;
  };
  return { agents: names.filter(isFirst).flatMap((name) => readName(name, filed.get(name))) };
}

function readName(name: ReadElement, normalised: string | undefined): readonly ReadFields[] {
  const text = nameText(name);
  if (text === "") return [];
  const type = name.attributes["type"];
  const kind = type === "family" ? "family" : type === "corporate" || type === "conference" ? "corporate" : "person";
  const alsoKnownAs = childrenOf(name, "alternativeName").map((each) => {
    const altType = each.attributes["altType"] ?? "";
    return { kind: /^(courtesy|art|posthumous)$/.test(altType) ? altType : "other", name: nameText(each) };
  });
  const years = childrenOf(name, "namePart").find((part) => part.attributes["type"] === "date");
  return [
    filledFields({
      role: readRole(name),
      kind,
      name: text,
      language: readLanguage(name),
      normalised,
      alsoKnownAs,
      years: years && textOf(years),
      authority: childText(name, "nameIdentifier"),
    }),
  ];
}

function nameText(name: ReadElement): string {
  const parts = childrenOf(name, "namePart").filter((part) => part.attributes["type"] !== "date");
  return parts.map(textOf).join(" ") || (childText(name, "displayForm") ?? "");
}

/** The role as text where there is one, else by its code; a name without a role is taken for an author. */
function readRole(name: ReadElement): RecordAgent["role"] {
  const terms = childrenOf(name, "role").flatMap((role) => childrenOf(role, "roleTerm"));
  const words = terms.find((term) => term.attributes["type"] !== "code");
  const code = terms.find((term) => term.attributes["type"] === "code");
  return (words && roleId(textOf(words))) ?? (code && roleOfRelator(textOf(code))) ?? "author";
}
