/** When and in which edition, how it looks and how large it is, in MODS. */
import { type ItemRecord, isListId } from "../../pipeline/record.ts";
import { filledFields, type ReadFields } from "../record-remainder.ts";
import { element, type XmlElement } from "../xml.ts";
import { childrenOf, childText, type ReadElement, textOf } from "../xml-read.ts";

/** Units of extent, in their order. */
const UNITS = ["fascicles", "volumes", "leaves", "pages"] as const;
const UNIT_WORDS: Readonly<Record<(typeof UNITS)[number], string>> = {
  fascicles: "quyển",
  volumes: "tập",
  leaves: "tờ",
  pages: "trang",
};

export function writeOrigin(record: ItemRecord): readonly XmlElement[] {
  const { dateAsWritten, dateEdtf, dateCertainty, edition } = record;
  const qualifier = dateCertainty === "inferred" || dateCertainty === "approximate" ? dateCertainty : undefined;
  const children = [
    ...record.places.filter(({ relation }) => relation === "made-at").map(({ name }) => placeElement(name)),
    ...(dateEdtf ? [element("dateCreated", { encoding: "edtf", keyDate: "yes", qualifier }, dateEdtf)] : []),
    ...(dateAsWritten ? [element("displayDate", {}, dateAsWritten)] : []),
    ...(edition ? [element("edition", {}, edition)] : []),
  ];
  return children.length === 0 ? [] : [element("originInfo", { eventType: "production" }, ...children)];
}

function placeElement(name: string): XmlElement {
  return element("place", {}, element("placeTerm", { type: "text" }, name));
}

/** Places of making; `content.ts` reads the others. */
export function readOriginPlaces(mods: ReadElement): readonly ReadFields[] {
  const places = childrenOf(mods, "originInfo").flatMap((origin) => childrenOf(origin, "place"));
  return places
    .flatMap((place) => childrenOf(place, "placeTerm"))
    .filter((term) => term.attributes["type"] !== "code" && textOf(term) !== "")
    .map((term) => ({ name: textOf(term), relation: "made-at" }));
}

export function readOrigin(mods: ReadElement): ReadFields {
  const origins = childrenOf(mods, "originInfo");
  const all = (name: string) => origins.flatMap((origin) => childrenOf(origin, name));
  const dates = ["dateCreated", "dateIssued", "copyrightDate", "dateOther"].flatMap(all);
  const key = dates.find((date) => date.attributes["keyDate"] !== undefined) ?? dates[0];
  const isCoded = key?.attributes["encoding"] !== undefined;
  const displayed = all("displayDate")[0] ?? (isCoded ? undefined : key);
  const qualifier = key?.attributes["qualifier"];
  return filledFields({
    dateEdtf: key && isCoded ? textOf(key) : undefined,
    dateAsWritten: displayed && textOf(displayed),
    dateCertainty: qualifier === "questionable" ? "inferred" : qualifier,
    edition: origins.map((origin) => childText(origin, "edition")).find((text) => text !== undefined),
  });
}

export function writePhysical(record: ItemRecord): readonly XmlElement[] {
  const { extent = {}, form, dimensions } = record;
  const note = (type: string, text: string | undefined) => (text === undefined ? [] : [element("note", { type }, text)]);
  const counts = UNITS.flatMap((unit) =>
    extent[unit] === undefined ? [] : [element("extent", { unit }, `${extent[unit]} ${UNIT_WORDS[unit]}`)],
  );
  const children = [
    ...(form ? [element("form", { authority: "local" }, form)] : []),
    ...counts,
    ...(extent.note === undefined ? [] : [element("extent", {}, extent.note)]),
    ...(dimensions
      ? [element("extent", { unit: "mm" }, `${dimensions.heightMillimetres} × ${dimensions.widthMillimetres} mm`)]
      : []),
    ...note("material", record.paper),
    ...note("ink", record.ink),
    ...note("condition-code", record.condition),
    ...note("condition", record.conditionNote),
    ...note("restoration", record.restoration),
  ];
  return children.length === 0 ? [] : [element("physicalDescription", {}, ...children)];
}

export function readPhysical(mods: ReadElement): ReadFields {
  const parts = childrenOf(mods, "physicalDescription");
  const extents = parts.flatMap((part) => childrenOf(part, "extent"));
  const notes = parts.flatMap((part) => childrenOf(part, "note"));
  const note = (type: string) => notes.filter((each) => each.attributes["type"] === type).map(textOf)[0];
  const forms = parts.flatMap((part) => childrenOf(part, "form"));
  const counted = UNITS.map((unit) => [unit, extents.find((each) => each.attributes["unit"] === unit)] as const);
  const counts = counted.flatMap(([unit, found]) => (found ? [[unit, Number.parseInt(textOf(found), 10)] as const] : []));
  const plain = extents.filter((each) => each.attributes["unit"] === undefined).map(textOf);
  const extent = filledFields({ ...Object.fromEntries(counts), note: plain.join("; ") });
  return filledFields({
    form: forms.map(textOf).find(isListId),
    extent: Object.keys(extent).length === 0 ? undefined : extent,
    dimensions: sizeOf(extents.find((each) => each.attributes["unit"] === "mm")),
    paper: note("material"),
    ink: note("ink"),
    condition: note("condition-code"),
    conditionNote: note("condition"),
    restoration: note("restoration"),
  });
}

function sizeOf(extent: ReadElement | undefined): ReadFields | undefined {
  const match = /^([\d.]+) × ([\d.]+) mm$/.exec(extent ? textOf(extent) : "");
  return match ? { heightMillimetres: Number(match[1]), widthMillimetres: Number(match[2]) } : undefined;
}
