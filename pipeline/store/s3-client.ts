/** Calls to an S3 server that always end: each is bounded in time, tried again from the start, and explained when it fails. */
import { AsyncLocalStorage } from "node:async_hooks";
import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "minio";
import { ConfigError, SohoaError } from "../errors.ts";
import { within } from "./deadline.ts";
import { explainS3, isWorthRetrying } from "./s3-errors.ts";

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 200;
const CALL_SECONDS = 30;

/** Where the server is and how to speak with it. Credentials are never part of a message. */
export interface S3Settings {
  /** `http://host:port` or `https://host`, without a path. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
  readonly region?: string;
  /** Put before every key, for a bucket that is shared; may end in "/". */
  readonly prefix?: string;
  /** How long the server may be silent; a transfer that moves may take longer. */
  readonly timeoutSeconds?: number;
  /** Larger files go up in parts; a single upload must not exceed 5 GiB on any server. */
  readonly singleUploadBytes?: number;
}

/** The minio client with what it lacks: time-outs, retries at the level of whole calls, errors in plain words. */
export class S3Client {
  readonly #client: Client;
  readonly #agent: http.Agent;
  readonly #seconds: number;
  /** The signal of the call that a request belongs to: the client offers no way to hand it down. */
  readonly #calls = new AsyncLocalStorage<AbortSignal>();

  constructor(settings: S3Settings) {
    const { hostname, port, isTls } = addressOf(settings.endpoint);
    this.#seconds = settings.timeoutSeconds ?? CALL_SECONDS;
    this.#agent = isTls ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
    this.#client = new Client({
      endPoint: hostname,
      ...(port ? { port } : {}),
      useSSL: isTls,
      accessKey: settings.accessKey,
      secretKey: settings.secretKey,
      region: settings.region ?? "us-east-1",
      transport: this.#transport(isTls ? https.request : http.request),
      transportAgent: this.#agent,
      // Its own retry prints to the console and cannot send a stream again.
      retryOptions: { disableRetry: true },
    });
  }

  /**
   * Do `work`, several times if need be, each time for at most the usual time and `extraSeconds` for moving bytes.
   * @throws {ServiceError} SVC-STORE with the last cause; errors of the project that `work` throws pass unchanged.
   */
  async call<T>(action: string, work: (client: Client, signal: AbortSignal) => Promise<T>, extraSeconds = 0): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await within(this.#seconds + extraSeconds, action, (signal) =>
          this.#calls.run(signal, () => work(this.#client, signal)),
        );
      } catch (thrown) {
        if (attempt === ATTEMPTS || !isWorthRetrying(thrown)) {
          throw thrown instanceof SohoaError ? thrown : explainS3(thrown, action);
        }
        await sleep(FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random() / 2));
      }
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #transport(request: typeof http.request) {
    const bounded = (options: http.RequestOptions, onResponse?: (response: http.IncomingMessage) => void) => {
      const signal = this.#calls.getStore();
      const sent = request({ ...options, timeout: this.#seconds * 1000, ...(signal ? { signal } : {}) }, onResponse);
      // Counts silence, also while the answer's body is read long after the call itself has returned.
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${this.#seconds} s`)));
      return sent;
    };
    return { request: bounded as typeof http.request };
  }
}

function addressOf(endpoint: string): { readonly hostname: string; readonly port: number; readonly isTls: boolean } {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.pathname !== "/" || url.username !== "") {
    throw new ConfigError({ code: "STORE-ENDPOINT", facts: { expected: "http://host:port" } });
  }
  return { hostname: url.hostname, port: Number(url.port), isTls: url.protocol === "https:" };
}
