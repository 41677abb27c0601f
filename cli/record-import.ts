/** What `sohoa record import` judges a file by: the records that are current. */
import { readFile } from "node:fs/promises";
import type { LoadedRules } from "../catalogue/record/check.ts";
import { type ImportChoice, type JudgedFile, judgeFile } from "../catalogue/record/judge-file.ts";
import { InputError } from "../pipeline/errors.ts";
import { recordOfDigest, storedRecord } from "../pipeline/stored-record.ts";
import type { Services } from "./compose.ts";

/** Read and judge a file; nothing is stored. @throws {InputError} SRC-READ when there is no such file. */
export async function judgePath(services: Services, rules: LoadedRules, path: string, choice: ImportChoice): Promise<JudgedFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: path, cause });
  });
  const catalogue = {
    items: () => services.ledger.items(),
    recordOf: storedRecord.bind(undefined, services),
    exported: recordOfDigest.bind(undefined, services),
    pageCount: async ({ id }: { readonly id: string }) => (await services.ledger.pages(id)).length || undefined,
  };
  return await judgeFile(catalogue, rules, bytes, choice);
}
