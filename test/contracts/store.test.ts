import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import { openMemoryStore } from "../../pipeline/store/memory.ts";
import { storeContract } from "./store.ts";

storeContract("filesystem", async () => {
  const root = await mkdtemp(join(tmpdir(), "sohoa-objects-"));
  const store = await openFilesystemStore(root);
  return { store, discard: () => rm(root, { recursive: true, force: true }) };
});

storeContract("memory", async () => ({ store: openMemoryStore(), discard: async () => {} }));
