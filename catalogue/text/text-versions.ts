/** Working texts in an open database: each concern stands in its own file. */
import type { Database } from "../database.ts";
import { asPageText, pageRow } from "./page-rows.ts";
import type { TextVersions } from "./port.ts";
import { presences } from "./presences.ts";
import { saves } from "./saves.ts";
import { settling } from "./settling.ts";
import { steps } from "./steps.ts";
import { versionProof } from "./version-proof.ts";
import { noteOf, readVersion } from "./version-rows.ts";

/** All of it. */
export function textVersionsOver(database: Database): TextVersions {
  return {
    ...reading(database),
    ...saves(database),
    ...steps(database),
    ...presences(database),
    ...settling(database),
    ...versionProof(database),
  };
}

function reading(database: Database): Pick<TextVersions, "latest" | "version" | "history" | "pageText" | "pageTexts"> {
  return {
    latest: (page) =>
      database.read(async (rows) => {
        const query = rows.selectFrom("text_page").select("latest").where("subject", "=", page);
        return await readVersion(rows, page, (await query.executeTakeFirst())?.latest ?? 0);
      }),

    version: (page, number) => database.read((rows) => readVersion(rows, page, number)),

    history: (page, { limit, before }) =>
      database.read(async (rows) => {
        const all = rows
          .selectFrom("text_version")
          .select(["number", "parent", "author", "saved_at", "save_id", "digest", "is_aside"])
          .where("subject", "=", page)
          .orderBy("number", "desc")
          .limit(limit);
        return (await (before === undefined ? all : all.where("number", "<", before)).execute()).map(noteOf);
      }),

    pageText: (page) => database.read(async (rows) => asPageText(await pageRow(rows, page))),

    pageTexts: (itemId) =>
      database.read(async (rows) => {
        const query = rows.selectFrom("text_page").selectAll().where("item_id", "=", itemId).where("state", "<>", "untouched");
        return (await query.orderBy("subject").execute()).map(asPageText);
      }),
  };
}
