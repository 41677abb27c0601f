/** Whether Redis and S3 answer those who show no password: tried out at the addresses others would use, not read from a setting. */
import { connect, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { connect as connectTls } from "node:tls";
import type { Config } from "../config/schema.ts";
import { SohoaError } from "../pipeline/errors.ts";
import type { Context } from "./command.ts";
import type { Finding } from "./doctor-checks.ts";

const ANSWER_MS = 5000;
/** What servers are delivered with; whoever knows the product knows it. */
const DELIVERED_WITH = ["minioadmin", "minio", "admin", "accesskey", "changeme"];

/** @throws {SohoaError} EXPOSED-QUEUE when Redis obeys without a password at an address that other machines reach */
export async function exposedQueue({ config, say }: Context, own: readonly string[] = ownAddresses()): Promise<Finding> {
  if (!config.redisUrl) return { detail: say("doctor.no-redis") };
  const { hostname, port, protocol } = new URL(config.redisUrl);
  const name = hostname.replace(/^\[|\]$/g, "");
  const others = isLoopback(name) ? own : [name];
  for (const host of others) {
    if (await obeys({ host, port: Number(port) || 6379, isTls: protocol === "rediss:" }))
      throw new SohoaError({
        code: "EXPOSED-QUEUE",
        facts: { address: `${host}:${port || 6379}` },
        exit: "config",
        retry: "person",
      });
  }
  return { detail: say("doctor.asks", { addresses: others.join(", ") || name }) };
}

/** @throws {SohoaError} EXPOSED-STORE when a bucket is listed to anybody; EXPOSED-KEY for a password that products come with */
export async function exposedStore({ config, say }: Pick<Context, "config" | "say">): Promise<Finding> {
  const stores = [config.s3, config.copy2?.s3].filter((each) => each !== undefined);
  if (stores.length === 0) return { detail: say("doctor.no-s3") };
  for (const store of stores) await refuseOpen(store);
  return { detail: say("doctor.asks", { addresses: stores.map(({ endpoint }) => endpoint).join(", ") }) };
}

async function refuseOpen({ endpoint, bucket, accessKey, secretKey }: NonNullable<Config["s3"]>): Promise<void> {
  const facts = { address: `${endpoint}/${bucket}` };
  if (DELIVERED_WITH.includes(secretKey.toLowerCase()) || secretKey === accessKey)
    throw new SohoaError({ code: "EXPOSED-KEY", facts, exit: "config", retry: "person" });
  const url = new URL(`${bucket}?list-type=2&max-keys=1`, `${endpoint.replace(/\/+$/, "")}/`);
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: "manual" });
  await answer.body?.cancel();
  if (answer.status === 200) throw new SohoaError({ code: "EXPOSED-STORE", facts, exit: "config", retry: "person" });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Addresses at which other machines reach this one. */
function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.filter(({ internal, address }) => !internal && !address.startsWith("fe80")).map(({ address }) => address);
}

/** Whether a Redis there carries out a command of somebody who gives no password. */
async function obeys({ host, port, isTls }: { readonly host: string; readonly port: number; readonly isTls: boolean }) {
  return await new Promise<boolean>((resolve) => {
    // Who the server is does not matter here: nothing secret is sent.
    const socket = isTls ? connectTls({ host, port, rejectUnauthorized: false }) : connect({ host, port });
    const end = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(ANSWER_MS, () => end(false));
    socket.on("error", () => end(false)).on("close", () => resolve(false));
    socket.once(isTls ? "secureConnect" : "connect", () => socket.write("PING\r\n"));
    socket.once("data", (data: Buffer) => end(data.toString("latin1").startsWith("+PONG")));
  });
}
