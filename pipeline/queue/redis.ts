/** Connections to Redis that fail fast, come back by themselves and never crash the process. */
import { Redis } from "ioredis";
import { ServiceError } from "../errors.ts";

const COMMAND_MS = 10_000;
const LONGEST_WAIT_MS = 5_000;

/**
 * A connection that keeps trying for ever. A command while there is no connection fails at once instead of piling up in
 * memory; one that was sent when the connection broke fails too, as nobody knows whether it was carried out.
 * @param onTrouble hears of every connection error; without a listener ioredis would end the process.
 */
export function connectRedis(url: string, onTrouble: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null, // BullMQ insists
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    commandTimeout: COMMAND_MS,
    connectTimeout: COMMAND_MS,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_WAIT_MS) * (0.5 + Math.random() / 2),
  });
  redis.on("error", onTrouble);
  return redis;
}

/**
 * What a server says of itself, checked: new enough for BullMQ, set to refuse rather than to drop when memory is full, and not
 * full now: work then goes on from the ledger, slowly.
 * @throws {ServiceError} SVC-QUEUE, SVC-QUEUE-EVICTION
 */
export function checkRedisInfo(info: string): void {
  const value = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1] ?? "";
  const version = value("redis_version");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 6 || (major === 6 && minor < 2)) {
    throw new ServiceError({ code: "SVC-QUEUE", retry: "person", facts: { detail: `Redis ${version} is older than 6.2` } });
  }
  const policy = value("maxmemory_policy");
  if (policy !== "noeviction") throw new ServiceError({ code: "SVC-QUEUE-EVICTION", retry: "person", facts: { policy } });
  const [used, most] = [Number(value("used_memory")), Number(value("maxmemory"))];
  if (most > 0 && used >= most) {
    const detail = `Redis has no memory left: it uses ${used} of maxmemory ${most} bytes`;
    throw new ServiceError({ code: "SVC-QUEUE", facts: { detail } });
  }
}
