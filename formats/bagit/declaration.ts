/** What a bag declares of itself in `bagit.txt` (RFC 8493, 2.1.1), and whether its tag files are in the encoding that it declares. */
import type { BagContent, BagProblem } from "./read.ts";

const VERSIONS: readonly string[] = ["0.97", "1.0"];
const FORM = /^BagIt-Version: (\d+\.\d+)\r?\nTag-File-Character-Encoding: (\S+)(?:\r?\n)?$/;
const MARK = "\uFEFF";

/** The declaration must be there, have its form, begin with no byte-order mark, and declare a version and an encoding that are read here. */
export function declarationProblems({ texts, files }: BagContent): readonly BagProblem[] {
  const text = texts.get("bagit.txt");
  if (text === undefined) return [{ code: files.has("bagit.txt") ? "BAG-DECLARATION" : "BAG-NODECLARATION", facts: {} }];
  const [, version, encoding] = FORM.exec(text.replace(MARK, "")) ?? [];
  if (version === undefined || encoding === undefined) return [...bytesProblems(texts), { code: "BAG-DECLARATION", facts: {} }];
  return [
    ...bytesProblems(texts),
    ...(VERSIONS.includes(version) ? [] : [{ code: "BAG-VERSION", facts: { version } }]),
    ...(encoding.toUpperCase() === "UTF-8" ? [] : [{ code: "BAG-ENCODING", facts: { encoding } }]),
  ];
}

function bytesProblems(texts: BagContent["texts"]): readonly BagProblem[] {
  return [...texts].flatMap(([file, text]) => {
    if (text.startsWith(MARK)) return [{ code: "BAG-BOM", facts: { file } }];
    return text.includes("\uFFFD") ? [{ code: "BAG-UTF8", facts: { file } }] : [];
  });
}
