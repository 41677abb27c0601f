import { randomBytes } from "node:crypto";
import { describe } from "vitest";
import { openBullQueue } from "../../pipeline/queue/bullmq.ts";
import { openLocalQueue } from "../../pipeline/queue/local.ts";
import { openMemoryQueue } from "../../pipeline/queue/memory.ts";
import { hasRedis, REDIS_URL } from "../services.ts";
import { queueContract } from "./queue.ts";

queueContract("local", openLocalQueue);

queueContract("memory", openMemoryQueue);

describe.skipIf(!hasRedis)("on Redis", () => {
  queueContract("bullmq", (table) => {
    table.offersUnannounced = false;
    return openBullQueue({ redisUrl: REDIS_URL, prefix: `test-${randomBytes(4).toString("hex")}` }, table);
  });
});
