/** Values as artifacts. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Artifact, ROLES, type Role } from "./artifact.ts";
import { canonicalParts } from "./canonical-parts.ts";
import { digestFile } from "./digest-file.ts";
import type { Store, Stored } from "./store/store.ts";

/** Store a value as canonical JSON and return its artifact. */
export async function storeJson(store: Pick<Store, "putFile">, value: unknown, role: Role): Promise<Artifact> {
  return await withJsonFile(value, async ({ path, ...found }) => {
    await store.putFile(path, found);
    return { ...found, mediaType: ROLES[role].mediaType };
  });
}

/** Write a value as canonical JSON to a file that is gone after `use`; lists in it may be async iterables. */
export async function withJsonFile<T>(value: unknown, use: (file: Stored & { readonly path: string }) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-"));
  try {
    const path = join(folder, "value.json");
    await writeFile(path, canonicalParts(value));
    return await use({ path, ...(await digestFile(path)) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
