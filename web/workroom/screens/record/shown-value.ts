/** A value of a field in one line, for lists of changes. */
const LONGEST = 400;

/** Texts of a value, parted; a dash for nothing. */
export function shownValue(value: unknown): string {
  const text = textsOf(value).join(" · ");
  return text === "" ? "–" : text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function textsOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map((each) => textsOf(each).join(" ")).filter((each) => each !== "");
  return typeof value === "object" ? Object.values(value).flatMap(textsOf) : [String(value)];
}
