/**
 * `GET /api/input-aid?by=&q=&limit=`: characters for what was typed, those of the library's own texts first. `by` is reading,
 * components, radical ("9+4", "人 4"), code-point or character; `q` is cut after 80 characters.
 */
import { z } from "zod";
import { type ReadingIndex, readingIndex } from "../../../../hannom/input-aid/by-reading.ts";
import { AID_WAYS, suggest } from "../../../../hannom/input-aid/suggest.ts";
import { queryOf, type WorkroomRoutes } from "../api.ts";
import { dictionariesMark, dictionaryNames, readDictionaryFile } from "./dictionaries.ts";
import { reviewedCharactersOf } from "./reviewed-characters.ts";

const MOST = 200;
const querySchema = z.object({
  by: z.enum(AID_WAYS),
  q: z.string().max(400),
  limit: z.coerce.number().int().min(1).max(MOST).default(60),
});

/** The route. */
export const inputAidRoutes: WorkroomRoutes = (server, site, workroom) => {
  const reviewed = reviewedCharactersOf(workroom, () => site.services.clock.now());
  let kept: { readonly mark: string; readonly index: ReadingIndex } | undefined;
  const readings = async (): Promise<ReadingIndex> => {
    const mark = await dictionariesMark(workroom.home);
    if (kept?.mark === mark) return kept.index;
    const names = await dictionaryNames(workroom.home);
    // One that is damaged must not take the others with it.
    const read = await Promise.all(names.map((name) => readDictionaryFile(workroom.home, name).catch(() => [])));
    kept = { mark, index: readingIndex(read.flat()) };
    return kept.index;
  };

  server.get("/api/input-aid", async (request) => {
    const { by, q, limit } = queryOf(querySchema, request);
    await reviewed.refresh();
    return suggest(by, q, limit, { readings: await readings(), countOf: (text) => reviewed.countOf(text) });
  });
};
