/** Tự, hiệu and other names of a person in one line: "tự Tố Như; hiệu Thanh Hiên". */

/** One of them. */
interface OtherName {
  readonly kind: "courtesy" | "art" | "posthumous" | "other";
  readonly name: string;
}

const WORDS = { courtesy: "tự", art: "hiệu", posthumous: "thụy" } as const;

/** The line. */
export function namesLine(value: unknown): string {
  const names = Array.isArray(value) ? (value as readonly OtherName[]) : [];
  return names.map(({ kind, name }) => (kind === "other" ? name : `${WORDS[kind]} ${name}`)).join("; ");
}

/** What a line says; undefined when it is empty. A word that says no kind belongs to the name. */
export function namesIn(line: string): readonly OtherName[] | undefined {
  const names = line.split(";").flatMap((part): readonly OtherName[] => {
    const [, word = "", rest = ""] = /^\s*(\S+)\s+(.*?)\s*$/su.exec(part) ?? [];
    const kind = (["courtesy", "art", "posthumous"] as const).find((each) => WORDS[each] === word.normalize("NFC").toLowerCase());
    if (kind && rest !== "") return [{ kind, name: rest }];
    return part.trim() === "" ? [] : [{ kind: "other", name: part.trim() }];
  });
  return names.length === 0 ? undefined : names;
}
