/** What a file's name says about it: a picture, litter of a system, a copy under way, or something else. */

const PICTURE_EXTENSIONS: readonly string[] = (
  "tif tiff jpg jpeg jpe jfif png heic heif hif avif webp gif bmp dib jp2 j2k jpf jpx jpm jxl psd psb svg " +
  "raw dng cr2 cr3 crw nef nrw arw srf sr2 orf rw2 raf pef srw"
).split(" ");
const LITTER = ["thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", ".localized", ".directory", "picasa.ini", ".picasa.ini"];
const UNFINISHED = /\.(part|partial|tmp|temp|crdownload|download|filepart|!ut|opdownload)$/;

/** Extensions of the kinds that can be masters. */
const EXTENSIONS_OF = { tiff: ["tif", "tiff"], jpeg: ["jpg", "jpeg", "jpe", "jfif"], png: ["png"] } as const;

/** The extension in lower case without the dot; empty when there is none. */
export function extensionOf(name: string): string {
  const trimmed = name.replace(/[ .]+$/u, "");
  const dot = trimmed.lastIndexOf(".");
  return dot > 0 ? trimmed.slice(dot + 1).toLowerCase() : "";
}

/** True when the name claims to be a picture, readable here or not. */
export function isPictureName(name: string): boolean {
  return PICTURE_EXTENSIONS.includes(extensionOf(name));
}

/** True when the extension is one of the kind's. */
export function isNamedAs(name: string, kind: keyof typeof EXTENSIONS_OF): boolean {
  return (EXTENSIONS_OF[kind] as readonly string[]).includes(extensionOf(name));
}

/** Files that systems and programs leave behind, and copies under way; undefined for anything a person put there. */
export function litterOf(name: string): "litter" | "unfinished-copy" | undefined {
  const lower = name.toLowerCase();
  if (UNFINISHED.test(lower) || /^\.~tmp~|^\.syncthing\./.test(lower)) return "unfinished-copy";
  const isLitter = LITTER.includes(lower) || lower.startsWith("._") || lower.startsWith("~$") || lower.startsWith(".~lock.");
  return isLitter ? "litter" : undefined;
}
