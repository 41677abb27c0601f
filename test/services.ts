/**
 * Services that some tests need: Redis, PostgreSQL, an S3 server. Where one does not answer, its tests are skipped
 * visibly; with SOHOA_REQUIRE_SERVICES=1 (as in continuous integration) they run and fail instead.
 */
import { Socket } from "node:net";

const required = process.env["SOHOA_REQUIRE_SERVICES"] === "1";

/** Database 9 keeps the tests away from whatever else uses this Redis. */
export const REDIS_URL = process.env["REDIS_URL_TEST"] ?? "redis://127.0.0.1:6379/9";
/** A database that tests may fill and empty. */
export const DATABASE_URL = process.env["DATABASE_URL_TEST"] ?? "postgres://postgres@127.0.0.1:5432/test";
/** Where `test/start-s3.sh` puts its server, unless told otherwise. Only tried when named: other programs like port 9000 too. */
export const S3 = {
  endpoint: process.env["S3_ENDPOINT_TEST"] ?? "http://127.0.0.1:9000",
  accessKey: process.env["S3_ACCESS_KEY_TEST"] ?? "sohoa-test",
  secretKey: process.env["S3_SECRET_KEY_TEST"] ?? "sohoa-test-secret",
};

/** Whether something accepts connections at the address of a URL. */
async function answers(url: string, defaultPort: number): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = new Socket();
    const end = (outcome: boolean) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(2000, () => end(false));
    socket.on("error", () => end(false));
    socket.connect(Number(port) || defaultPort, hostname, () => end(true));
  });
}

/** For `describe.skipIf(!hasRedis)`. */
export const hasRedis = required || (await answers(REDIS_URL, 6379));
/** For `describe.skipIf(!hasPostgres)`. */
export const hasPostgres = required || (await answers(DATABASE_URL, 5432));
/** For `describe.skipIf(!hasS3)`. */
export const hasS3 = required || (process.env["S3_ENDPOINT_TEST"] !== undefined && (await answers(S3.endpoint, 9000)));
