import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import { openMemoryStore } from "../../pipeline/store/memory.ts";
import { openS3Store } from "../../pipeline/store/s3.ts";
import { hasS3, S3 } from "../services.ts";
import { storeContract } from "./store.ts";

storeContract("filesystem", async () => {
  const root = await mkdtemp(join(tmpdir(), "sohoa-objects-"));
  const store = await openFilesystemStore(root);
  return { store, discard: () => rm(root, { recursive: true, force: true }) };
});

storeContract("memory", async () => ({ store: openMemoryStore(), discard: async () => {} }));

describe.skipIf(!hasS3)("on a real S3 server", () => {
  const bucket = `sohoa-test-${randomBytes(4).toString("hex")}`;

  storeContract("S3", async () => {
    const store = await openS3Store({ ...S3, bucket });
    return { store, discard: () => store.close() };
  });

  storeContract("S3 below a prefix, in parts", async () => {
    const store = await openS3Store({ ...S3, bucket, prefix: "library/one", singleUploadBytes: 1 << 20 });
    return { store, discard: () => store.close() };
  });
});
