/** Which language a reader is answered in. */

/** The languages of the interface. */
export type Language = "vi" | "en";

/** By the query parameter `lang`, else by Accept-Language, else Vietnamese. */
export function languageOf(query: unknown, acceptLanguage: string | undefined): Language {
  if (query === "vi" || query === "en") return query;
  const wanted = (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find((each) => each !== undefined);
      return { tag: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => (tag === "vi" || tag === "en") && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.tag === "en" ? "en" : "vi";
}
