/** Everything but titles and names in MARC 21. */
import { type ItemRecord, isListId } from "../../pipeline/record.ts";
import { languageTag } from "../language-codes.ts";
import { readDivisions } from "../mods/content.ts";
import { filledFields, type ReadFields } from "../record-remainder.ts";
import { fieldsOfTag, type MarcField, type MarcRecord, marcField, subfield, subfieldsOf } from "./marc-record.ts";

const UNITS = { fascicles: "quyển", volumes: "tập", leaves: "tờ", pages: "trang" } as const;

export function writeDescription(record: ItemRecord): readonly MarcField[] {
  const { extent = {}, dimensions, linesPerPage, charactersPerLine } = record;
  const counts = Object.entries(UNITS).flatMap(([unit, word]) => {
    const count = extent[unit as keyof typeof UNITS];
    return count === undefined ? [] : [`${count} ${word}`];
  });
  const isLaidOut = linesPerPage !== undefined && charactersPerLine !== undefined;
  const madeAt = record.places.filter(({ relation }) => relation === "made-at");
  return [
    ...record.identifiers.flatMap(({ type, value }) =>
      type === "isbn" ? marcField("020", "  ", ["a", value]) : marcField("024", "7 ", ["a", value], ["2", type]),
    ),
    ...marcField("041", "07", ...[record.language, ...record.otherLanguages].map((tag) => ["a", tag] as const), ["2", "rfc5646"]),
    ...(record.dateEdtf ? marcField("046", "  ", ["k", record.dateEdtf], ["2", "edtf"]) : []),
    ...marcField("250", "  ", ["a", record.edition]),
    ...marcField("264", " 0", ...madeAt.map(({ name }) => ["a", name] as const), ["c", record.dateAsWritten]),
    ...marcField(
      "300",
      "  ",
      ["a", counts.join(", ") || undefined],
      ["c", dimensions && `${dimensions.heightMillimetres} x ${dimensions.widthMillimetres} mm`],
    ),
    ...marcField(
      "340",
      "  ",
      ["a", record.paper],
      ["c", record.ink],
      ["d", record.form],
      ["k", isLaidOut ? `${linesPerPage} dòng × ${charactersPerLine} chữ` : undefined],
    ),
    ...record.notes.flatMap(({ text }) => marcField("500", "  ", ["a", text])),
    ...marcField("502", "  ", ["b", record.degree]),
    ...marcField("505", "0 ", ["a", divisionsText(record)]),
    ...marcField("506", record.access === "public" ? "0 " : "1 ", ["a", record.access]),
    ...marcField("520", "  ", ["a", record.summary]),
    ...(record.rights ? marcField("540", "  ", ["a", record.rights], ["u", record.rights]) : []),
    ...marcField("546", "  ", ...record.scripts.map((script) => ["b", script] as const)),
    ...marcField("561", "1 ", ["a", record.provenance]),
    ...record.seals.flatMap(({ text }) => marcField("562", "  ", ["a", text])),
    ...conditionFields(record),
    ...record.subjects.flatMap((subject) => marcField("650", " 4", ["a", subject])),
    ...record.places.filter(({ relation }) => relation === "about").flatMap((place) => placeField("651", " 4", place)),
    ...marcField("655", " 7", ["a", record.genre], ...(record.genre ? [["2", "local"] as const] : [])),
    ...record.places.filter(({ relation }) => relation !== "about").flatMap((place) => placeField("751", "  ", place)),
    ...marcField("852", "  ", ["a", record.holder], ["j", record.shelfmark]),
  ];
}

function divisionsText({ divisions }: ItemRecord): string | undefined {
  return divisions.length === 0 ? undefined : divisions.map(({ title, page }) => `${title} = ${page}`).join(" -- ");
}

/** Private notes (first indicator 0): the state of a book is not for everybody. */
function conditionFields({ condition, conditionNote, restoration }: ItemRecord): readonly MarcField[] {
  const state = marcField("583", "0 ", ["l", condition], ["z", conditionNote]);
  return [
    ...state.map((field) => ({ ...field, subfields: [["a", "condition"] as const, ...field.subfields] })),
    ...(restoration ? marcField("583", "0 ", ["a", "restoration"], ["z", restoration]) : []),
  ];
}

function placeField(tag: string, indicators: string, place: ItemRecord["places"][number]): readonly MarcField[] {
  const relation = place.relation === "about" ? undefined : place.relation;
  return marcField(tag, indicators, ["a", place.name], ["g", place.now], ["e", relation], ["0", place.authority]);
}

/** Main language and others: tags where this program wrote them, else made of MARC codes. */
export function readLanguages(record: MarcRecord): { readonly language?: string; readonly otherLanguages: readonly string[] } {
  const tags = fieldsOfTag(record, "041").flatMap((field) => {
    const isTagged = subfield(field, "2") === "rfc5646";
    return subfieldsOf(field, "a").flatMap((code) => (isTagged ? code : (languageTag({ language: code }) ?? [])));
  });
  const fixed = record.controls.find(([tag]) => tag === "008")?.[1].slice(35, 38);
  const [language, ...otherLanguages] = tags.length > 0 ? tags : [languageTag({ ...(fixed ? { language: fixed } : {}) })];
  return { ...(language === undefined ? {} : { language }), otherLanguages: otherLanguages.filter((tag) => tag !== undefined) };
}

export function readDescription(record: MarcRecord): ReadFields {
  const first = (tag: string, code: string) =>
    fieldsOfTag(record, tag)
      .map((field) => subfield(field, code))
      .find(Boolean);
  const all = (tag: string, code: string) => fieldsOfTag(record, tag).flatMap((field) => subfieldsOf(field, code));
  const access = first("506", "a");
  const rights = all("540", "u").find((uri) => URL.canParse(uri));
  const [degree, form] = [first("502", "b"), first("340", "d")];
  const genres = fieldsOfTag(record, "655").map((field) => subfield(field, "a"));
  return filledFields({
    ...readLanguages(record),
    ...readPhysical(record),
    identifiers: readNumbers(record),
    dateEdtf: first("046", "k"),
    dateAsWritten: first("264", "c") ?? first("260", "c"),
    edition: first("250", "a"),
    form: isListId(form) ? form : undefined,
    notes: all("500", "a").map((text) => ({ language: "vi", text })),
    degree: isListId(degree) ? degree : undefined,
    divisions: readDivisions(first("505", "a")),
    access: access && /^(public|internal|restricted)$/.test(access) ? access : undefined,
    summary: first("520", "a"),
    rights,
    scripts: all("546", "b").filter(isListId),
    provenance: first("561", "a"),
    seals: all("562", "a").map((text) => ({ text })),
    subjects: all("650", "a"),
    places: readPlaces(record),
    genre: genres.find(isListId),
    holder: first("852", "a") ?? first("852", "b"),
    shelfmark: first("852", "j") ?? first("852", "h") ?? first("090", "a"),
  });
}

function readNumbers(record: MarcRecord): readonly ReadFields[] {
  return fieldsOfTag(record, "020", "024").flatMap((field) => {
    const value = subfield(field, "a");
    const type = field.tag === "020" ? "isbn" : subfield(field, "2");
    return value !== undefined && isListId(type) ? [{ type, value }] : [];
  });
}

function readPlaces(record: MarcRecord): readonly ReadFields[] {
  const named = fieldsOfTag(record, "651", "751").flatMap((field) => {
    const name = subfield(field, "a");
    if (name === undefined) return [];
    const relation = subfield(field, "e");
    return [
      filledFields({
        name,
        now: subfield(field, "g"),
        relation: isListId(relation) ? relation : field.tag === "651" ? "about" : "made-at",
        authority: subfield(field, "0"),
      }),
    ];
  });
  if (fieldsOfTag(record, "751").length > 0) return named;
  const imprint = fieldsOfTag(record, "264", "260").flatMap((field) => subfieldsOf(field, "a"));
  return [...named, ...imprint.map((name) => ({ name: name.replace(/\s*:$/, ""), relation: "made-at" }))];
}

function readPhysical(record: MarcRecord): ReadFields {
  const [physical] = fieldsOfTag(record, "300");
  const [material] = fieldsOfTag(record, "340");
  const text = subfield(physical, "a") ?? "";
  const extent = Object.entries(UNITS).flatMap(([unit, word]) => {
    const match = new RegExp(`(\\d+) ${word}`).exec(text);
    return match ? [[unit, Number(match[1])] as const] : [];
  });
  const size = /^([\d.]+) x ([\d.]+) mm$/.exec(subfield(physical, "c") ?? "");
  const layout = /^(\d+) dòng × (\d+) chữ$/.exec(subfield(material, "k") ?? "");
  const actions = fieldsOfTag(record, "583");
  const state = actions.find((field) => subfield(field, "a") === "condition");
  const condition = subfield(state, "l");
  return {
    extent: extent.length === 0 ? undefined : Object.fromEntries(extent),
    dimensions: size ? { heightMillimetres: Number(size[1]), widthMillimetres: Number(size[2]) } : undefined,
    paper: subfield(material, "a"),
    ink: subfield(material, "c"),
    linesPerPage: layout ? Number(layout[1]) : undefined,
    charactersPerLine: layout ? Number(layout[2]) : undefined,
    condition: isListId(condition) ? condition : undefined,
    conditionNote: subfield(state, "z"),
    restoration: subfield(
      actions.find((field) => subfield(field, "a") === "restoration"),
      "z",
    ),
  };
}
