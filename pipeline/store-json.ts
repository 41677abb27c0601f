/** Small values as artifacts. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Artifact, ROLES, type Role } from "./artifact.ts";
import { canonicalJson } from "./derive.ts";
import { digestFile } from "./digest-file.ts";
import type { Store } from "./store/store.ts";

/** Store a value as canonical JSON and return its artifact. */
export async function storeJson(store: Pick<Store, "putFile">, value: unknown, role: Role): Promise<Artifact> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-"));
  try {
    const path = join(folder, "value.json");
    await writeFile(path, canonicalJson(value));
    const found = await digestFile(path);
    await store.putFile(path, found);
    return { ...found, mediaType: ROLES[role].mediaType };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
