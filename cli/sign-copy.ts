/** A copy of a signed PDF in a folder of the caller's. */
import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Artifact } from "../pipeline/artifact.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import type { Services } from "./compose.ts";

/** Copy and answer the path; an interrupted copy never bears the final name. @throws {InputError} OUT-WRITE */
export async function copySigned(services: Services, item: ItemRow, signed: Artifact, folder: string): Promise<string> {
  const path = join(folder, `${item.id}.signed.pdf`);
  try {
    await mkdir(folder, { recursive: true });
    await pipeline(await services.store.open(signed.digest), createWriteStream(`${path}.part`));
    await rename(`${path}.part`, path);
  } catch (cause) {
    throw new InputError({ code: "OUT-WRITE", subject: path, cause });
  }
  return path;
}
