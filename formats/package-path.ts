/** Paths inside packages, judged before anything is done with them: what means the same file, and inside the package, on every system. */

/** Why a path is not taken. */
export type PathTrouble = "escape" | "windows" | "control";

/** Names that Windows gives to devices, with or without an ending. */
const DEVICE = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\..*)?$/i;

/**
 * What is wrong with a path, undefined for a good one: it leads out of its folder (also in the way of Windows: drive, share,
 * backslash), no Windows system could keep it apart (device names, trailing dots and spaces, streams), or it holds control characters.
 */
export function pathTrouble(path: string): PathTrouble | undefined {
  if (/^[/\\~]|^[A-Za-z]:/.test(path) || path === "") return "escape";
  const parts = path.split(/[/\\]/);
  if (parts.some((part) => part === "" || part === "." || part === "..")) return "escape";
  if (/[\p{Cc}\p{Cs}]/u.test(path)) return "control";
  const isForeign = (part: string) => DEVICE.test(part) || /[. ]$/.test(part) || /[\\:*?"<>|]/.test(part);
  return parts.some(isForeign) ? "windows" : undefined;
}

/** Pairs of paths that some system takes for one: they differ in case or in the composition of letters only, or one is a folder of the other. */
export function clashesOf(paths: Iterable<string>): readonly (readonly [string, string])[] {
  const byFolded = new Map<string, string>();
  const clashes: (readonly [string, string])[] = [];
  for (const path of paths) {
    const folded = foldedPath(path);
    const known = byFolded.get(folded);
    if (known !== undefined && known !== path) clashes.push([known, path]);
    byFolded.set(folded, known ?? path);
  }
  for (const [folded, path] of byFolded) {
    const parts = folded.split("/");
    for (let length = 1; length < parts.length; length++) {
      const file = byFolded.get(parts.slice(0, length).join("/"));
      if (file !== undefined) clashes.push([file, path]);
    }
  }
  return clashes;
}

function foldedPath(path: string): string {
  return path.normalize("NFC").toLowerCase().toUpperCase().toLowerCase();
}
