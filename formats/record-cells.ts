/** How people, places and other parts of a record are written into one cell, so that a person can read and correct them. */
import type { ItemRecord, RecordAgent } from "../pipeline/record.ts";
import { filledFields, type ReadFields } from "./record-remainder.ts";

/** Parts of a cell, between semicolons, bars or line ends. */
export function listOf(cell: string): readonly string[] {
  return cell
    .split(/[;|\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

/** A name, a second name in brackets, and remarks in square brackets: `阮攸 (Nguyễn Du) [tự Tố Như, 1766-1820, #nguyen-du]`. */
interface NamedCell {
  readonly name: string;
  readonly second?: string | undefined;
  readonly remarks: readonly string[];
}

function readNamed(cell: string): NamedCell {
  const match = /^(.*?)(?: \(([^()]*)\))?(?: ?\[([^[\]]*)\])?$/su.exec(cell);
  const [, name = cell, second, remarks = ""] = match ?? [];
  return { name, second, remarks: remarks.split(/,\s+/).filter((each) => each !== "") };
}

function writeNamed({ name, second, remarks }: NamedCell): string {
  const brackets = remarks.length === 0 ? "" : ` [${remarks.join(", ")}]`;
  return `${name}${second === undefined ? "" : ` (${second})`}${brackets}`;
}

const NAME_WORDS = { courtesy: "tự", art: "hiệu", posthumous: "thụy", other: "tên khác" } as const;
const KIND_WORDS = { person: undefined, family: "dòng họ", corporate: "tổ chức" } as const;

/** One who had a part; the role is said by the column, or before a colon. */
export function writePerson(agent: RecordAgent): string {
  const names = agent.alsoKnownAs.map(({ kind, name }) => `${NAME_WORDS[kind]} ${name}`);
  const kind = KIND_WORDS[agent.kind];
  const remarks = [...(kind ? [kind] : []), ...names, ...(agent.years ? [agent.years] : []), ...reference(agent.authority)];
  return writeNamed({ name: agent.name, second: agent.normalised, remarks });
}

/** As {@link writePerson} wrote it, or as anybody would: a name alone will do. */
export function readPerson(cell: string, role: string): ReadFields {
  const { name, second, remarks } = readNamed(cell);
  const kinds = Object.entries(KIND_WORDS).find(([, word]) => word !== undefined && remarks.includes(word));
  const alsoKnownAs = remarks.flatMap((remark) => {
    const found = Object.entries(NAME_WORDS).find(([, word]) => remark.startsWith(`${word} `));
    return found ? [{ kind: found[0], name: remark.slice(found[1].length + 1) }] : [];
  });
  const years = remarks.find((remark) => /\d/.test(remark) && !remark.startsWith("#"));
  return filledFields({
    role,
    kind: kinds?.[0] ?? "person",
    name,
    normalised: second,
    alsoKnownAs,
    years,
    authority: referenceIn(remarks),
  });
}

/** `Thăng Long (Hà Nội) [made-at]`: the old name, the present one, what it has to do with the item. */
export function writePlace({ name, now, relation, authority }: ItemRecord["places"][number]): string {
  const remarks = [...(relation === "about" ? [] : [relation]), ...reference(authority)];
  return writeNamed({ name, second: now, remarks });
}

export function readPlace(cell: string): ReadFields {
  const { name, second, remarks } = readNamed(cell);
  const relation = remarks.find((remark) => !remark.startsWith("#")) ?? "about";
  return filledFields({ name, now: second, relation, authority: referenceIn(remarks) });
}

/** `Ngự tiền chi bảo (in đỏ) [trang 5]`: what the seal says, a note, and where it stands. */
export function writeSeal({ text, note, page }: ItemRecord["seals"][number]): string {
  return writeNamed({ name: text, second: note, remarks: page === undefined ? [] : [`trang ${page}`] });
}

export function readSeal(cell: string): ReadFields {
  const { name, second, remarks } = readNamed(cell);
  const page = remarks.map((remark) => /^(?:trang|page) ([1-9]\d*)$/.exec(remark)?.[1]).find((each) => each !== undefined);
  return filledFields({ text: name, note: second, page: page === undefined ? undefined : Number(page) });
}

function reference(authority: string | undefined): readonly string[] {
  return authority === undefined ? [] : [`#${authority}`];
}

function referenceIn(remarks: readonly string[]): string | undefined {
  return remarks.find((remark) => remark.startsWith("#"))?.slice(1);
}

/** Height and width in millimetres; centimetres are understood. */
export function writeSize({ heightMillimetres, widthMillimetres }: NonNullable<ItemRecord["dimensions"]>): string {
  return `${heightMillimetres} x ${widthMillimetres} mm`;
}

/** Undefined for what is no size. */
export function readSize(cell: string): ReadFields | undefined {
  const match = /^(\d+(?:[.,]\d+)?)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(mm|cm)$/i.exec(cell);
  if (!match?.[1] || !match[2]) return undefined;
  const scale = match[3]?.toLowerCase() === "cm" ? 10 : 1;
  const millimetres = (text: string) => Math.round(Number(text.replace(",", ".")) * scale * 100) / 100;
  const [heightMillimetres, widthMillimetres] = [millimetres(match[1]), millimetres(match[2])];
  return heightMillimetres > 0 && widthMillimetres > 0 ? { heightMillimetres, widthMillimetres } : undefined;
}

/** `Title = page`, parted by semicolons or line ends. Undefined when a part is not of this form. */
export function readDivisionList(cell: string): ItemRecord["divisions"] | undefined {
  const parts = listOf(cell).map((part) => /^(.+?)\s*=\s*([1-9]\d*)$/u.exec(part));
  const found = parts.flatMap((match) => (match?.[1] === undefined ? [] : [{ title: match[1], page: Number(match[2]) }]));
  return found.length === parts.length ? found : undefined;
}
