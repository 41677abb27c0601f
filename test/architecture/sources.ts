/** The sources of the project as text, with what each imports, however it is written. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** The folders that hold code, by the rules of `docs/architecture.md`. */
export const FOLDERS = [
  "hannom",
  "config",
  "pipeline",
  "formats",
  "iiif",
  "catalogue",
  "stages",
  "web",
  "cli",
  "test",
  "bench",
] as const;

/** The test of these rules plants what they must find. */
const PLANTED = "test/architecture.test.ts";

/** One source file. */
export interface Source {
  /** Path from the root of the project, with forward slashes. */
  readonly path: string;
  /** The text without comments. */
  readonly code: string;
  /** Files of the project that it imports, as paths from the root. */
  readonly own: readonly string[];
  /** Packages and node modules that it imports, as written. */
  readonly foreign: readonly string[];
}

/** Every TypeScript file under the folders. `web/pages` runs in browsers and is built apart. */
export function readSources(root: string): readonly Source[] {
  return FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    return names
      .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
      .filter(
        (path) =>
          !path.includes("/node_modules/") &&
          /\.tsx?$/.test(path) &&
          !path.endsWith(".d.ts") &&
          !path.startsWith("web/pages/") &&
          path !== PLANTED,
      )
      .map((path) => toSource(path, readFileSync(join(root, path), "utf8")));
  });
}

/** What a text imports: `import`, `export … from`, side effects, types, `import("…")` and `import("…")` as a type. */
export function toSource(path: string, text: string): Source {
  const code = withoutComments(text);
  const found = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(["'`])([^"'`\n]+)\1/g)].map((match) => match[2] as string);
  const isOwn = (name: string) => /^\.\.?\//.test(name) && !name.includes("${");
  return {
    path,
    code,
    own: [...new Set(found.filter(isOwn).map((name) => posix.join(posix.dirname(path), name)))],
    foreign: [...new Set(found.filter((name) => !name.startsWith(".")))],
  };
}

/** Comments become a space; texts in quotes stay, so that an address in one is not taken for a comment. */
function withoutComments(text: string): string {
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(token, (found) => (found.startsWith("/") ? " " : found));
}
