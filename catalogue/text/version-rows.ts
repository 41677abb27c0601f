/** Versions as rows: packed when they are written, unpacked and proved when they are read. */
import type { Selectable } from "kysely";
import { canonicalJson, digestOfText } from "../../pipeline/derive.ts";
import { IntegrityError } from "../../pipeline/errors.ts";
import type { TextVersion, VersionNote, WorkingText } from "../../pipeline/text-version.ts";
import type { Change, Rows } from "../database.ts";
import type { Schema } from "../schema.ts";
import { contentOf, pack, unpack, VERSIONS_PER_KEY } from "./packed.ts";

type VersionRow = Selectable<Schema["text_version"]>;

/** One version. @throws {IntegrityError} TEXT-DAMAGED when its bytes are not what was saved */
export async function readVersion(rows: Rows, page: string, number: number): Promise<TextVersion | undefined> {
  const row = await versionRow(rows, page, number);
  return row && (await unpacked(rows, row));
}

async function versionRow(rows: Rows, page: string, number: number): Promise<VersionRow | undefined> {
  if (number < 1) return undefined;
  const query = rows.selectFrom("text_version").selectAll().where("subject", "=", page).where("number", "=", number);
  return await query.executeTakeFirst();
}

/** The version of a row. @throws {IntegrityError} TEXT-DAMAGED */
export async function unpacked(rows: Rows, row: VersionRow): Promise<TextVersion> {
  return { ...noteOf(row), content: contentOf(await textOf(rows, row)) };
}

async function textOf(rows: Rows, row: VersionRow): Promise<string> {
  const facts = { version: row.number };
  try {
    const key = row.key_number === 0 ? undefined : await versionRow(rows, row.subject, row.key_number);
    const text = unpack(row.content, key && unpack(key.content, undefined));
    if (digestOfText(text) === row.digest) return text;
  } catch (cause) {
    throw new IntegrityError({ code: "TEXT-DAMAGED", subject: row.subject, facts, cause });
  }
  throw new IntegrityError({ code: "TEXT-DAMAGED", subject: row.subject, facts });
}

/** What is told of a version without its text. */
export function noteOf(row: Omit<VersionRow, "content" | "subject" | "key_number">): VersionNote {
  return {
    number: row.number,
    parent: row.parent,
    author: row.author,
    savedAt: row.saved_at,
    saveId: row.save_id,
    digest: row.digest,
    isAside: row.is_aside === 1,
  };
}

/** Write a version; the page's row must be held. */
export async function insertVersion(change: Change, page: string, version: Omit<TextVersion, "digest">): Promise<void> {
  const { number, content } = version;
  const text = canonicalJson(content);
  const keyNumber = number - ((number - 1) % VERSIONS_PER_KEY);
  const key = keyNumber === number ? undefined : await standingAlone(change, page, keyNumber);
  await change
    .insertInto("text_version")
    .values({
      subject: page,
      number,
      parent: version.parent,
      is_aside: version.isAside ? 1 : 0,
      save_id: version.saveId,
      author: version.author,
      saved_at: version.savedAt,
      digest: digestOfText(text),
      key_number: key === undefined ? 0 : keyNumber,
      content: pack(text, key),
    })
    .execute();
}

/** The text of a key; undefined where it is not there, as after a rebuild, or is no key itself. */
async function standingAlone(change: Change, page: string, number: number): Promise<string | undefined> {
  const row = await versionRow(change, page, number);
  return row && row.key_number === 0 ? await textOf(change, row) : undefined;
}

/** The digest of a content. */
export function digestOfContent(content: WorkingText): string {
  return digestOfText(canonicalJson(content));
}
