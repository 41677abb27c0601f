/** People, families and bodies in MARC 21: 100/700 and 110/710, with the name as written in an 880. */
import { type ItemRecord, isListId, type RecordAgent } from "../../pipeline/record.ts";
import { filledFields, type ReadFields } from "../record-remainder.ts";
import { relatorCode, roleId, roleOfRelator } from "../relators.ts";
import { isHanText, otherFormOf, type Pair } from "./links.ts";
import { fieldsOfTag, type MarcField, type MarcRecord, marcField, subfield, subfieldsOf } from "./marc-record.ts";

/** Words before other names in $c. */
const NAME_WORDS = { courtesy: "tự", art: "hiệu", posthumous: "thụy", other: "tên khác" } as const;

export function writeNames({ agents }: ItemRecord): readonly Pair[] {
  return agents.map((agent, at) => {
    const tag = `${at === 0 && agent.role === "author" ? "1" : "7"}${agent.kind === "corporate" ? "10" : "00"}`;
    const indicators = agent.kind === "corporate" ? "2 " : agent.kind === "family" ? "3 " : "1 ";
    const regular = marcField(
      tag,
      indicators,
      ["a", agent.normalised ?? agent.name],
      ...agent.alsoKnownAs.map(({ kind, name }) => ["c", `${NAME_WORDS[kind]} ${name}`] as const),
      ["d", agent.years],
      ["e", agent.role],
      ["0", agent.authority],
      ["4", relatorCode(agent.role)],
    );
    if (agent.normalised === undefined) return { regular };
    return { regular, other: [["a", agent.name]], otherIsHan: isHanText(agent.name, agent.language) };
  });
}

export function readNames(record: MarcRecord): ReadFields {
  const agents = fieldsOfTag(record, "100", "110", "111", "700", "710", "711").flatMap((field) => readName(record, field));
  return agents.length === 0 ? {} : { agents };
}

function readName(record: MarcRecord, field: MarcField): readonly ReadFields[] {
  const heading = withoutIsbd(subfield(field, "a"));
  if (heading === undefined) return [];
  const other = otherFormOf(record, field);
  const written = other && withoutIsbd(subfield(other, "a"));
  const isCorporate = !field.tag.endsWith("00");
  return [
    filledFields({
      role: roleOf(field),
      kind: isCorporate ? "corporate" : field.indicators.startsWith("3") ? "family" : "person",
      name: written ?? heading,
      normalised: written === undefined ? undefined : heading,
      alsoKnownAs: subfieldsOf(field, "c").map(otherName),
      years: subfield(field, "d"),
      authority: subfield(field, "0"),
    }),
  ];
}

function otherName(text: string): RecordAgent["alsoKnownAs"][number] {
  const kinds = Object.entries(NAME_WORDS) as readonly (readonly [keyof typeof NAME_WORDS, string])[];
  const found = kinds.find(([, word]) => text.startsWith(`${word} `) && text.length > word.length + 1);
  return found ? { kind: found[0], name: text.slice(found[1].length + 1) } : { kind: "other", name: text };
}

/** A role in words where there is one, else by its code; the main entry is an author when nothing else is said. */
function roleOf(field: MarcField): string {
  const words = subfield(field, "e");
  if (isListId(words)) return words;
  const code = subfield(field, "4");
  const coded = code === undefined ? undefined : roleOfRelator(code.replace(/^.*\//, ""));
  return coded ?? (words && roleId(words)) ?? (field.tag.startsWith("1") ? "author" : "contributor");
}

/** The comma that ISBD puts before what follows. */
function withoutIsbd(text: string | undefined): string | undefined {
  return text?.replace(/,$/, "") || undefined;
}
