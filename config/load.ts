/** Reads the configuration: defaults, then the file, then the environment, then flags. All problems at once. */
import { type Config, configSchema } from "./schema.ts";

/** One setting that is wrong: where it came from, which it is, what is expected. */
export interface ConfigProblem {
  readonly setting: string;
  readonly problem: string;
}

/** Settings by environment variable. Names ending in KEY are secrets and are never printed. */
const ENVIRONMENT: Readonly<Record<string, readonly string[]>> = {
  SOHOA_HOME: ["home"],
  SOHOA_LANG: ["language"],
  SOHOA_LIBRARY: ["library"],
  SOHOA_ADMIN_EMAIL: ["adminEmail"],
  SOHOA_BASE_URL: ["baseUrl"],
  SOHOA_TRACES_URL: ["tracesUrl"],
  SOHOA_LANES: ["worker", "lanes"],
  SOHOA_WORKER_MEMORY_MIB: ["worker", "memoryMiB"],
  SOHOA_JAIL: ["worker", "jail"],
  SOHOA_LEASE_SECONDS: ["worker", "leaseSeconds"],
  SOHOA_RECONCILE_SECONDS: ["worker", "reconcileSeconds"],
  DATABASE_URL: ["databaseUrl"],
  REDIS_URL: ["redisUrl"],
  S3_ENDPOINT: ["s3", "endpoint"],
  S3_BUCKET: ["s3", "bucket"],
  S3_REGION: ["s3", "region"],
  S3_ACCESS_KEY: ["s3", "accessKey"],
  S3_SECRET_KEY: ["s3", "secretKey"],
  COPY2_PATH: ["copy2", "path"],
  COPY2_S3_ENDPOINT: ["copy2", "s3", "endpoint"],
  COPY2_S3_BUCKET: ["copy2", "s3", "bucket"],
  COPY2_S3_REGION: ["copy2", "s3", "region"],
  COPY2_S3_ACCESS_KEY: ["copy2", "s3", "accessKey"],
  COPY2_S3_SECRET_KEY: ["copy2", "s3", "secretKey"],
  SOHOA_VERIFY_MIB_PER_SECOND: ["verify", "mebibytesPerSecond"],
  SOHOA_VERIFY_GIB_PER_DAY: ["verify", "gibibytesPerDay"],
  SOHOA_VERIFY_EVERY_DAYS: ["verify", "everyDays"],
};

/** Every setting that the environment may give. */
export const VARIABLES: readonly string[] = Object.keys(ENVIRONMENT);

type Tree = { [key: string]: unknown };

/** The configuration, or everything that is wrong with it. `file` is the parsed content of `sohoa.yaml`. */
export function loadConfig(sources: {
  readonly file: unknown;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: Tree;
}): { readonly config: Config } | { readonly problems: readonly ConfigProblem[] } {
  const tree: Tree = isTree(sources.file) ? structuredClone(sources.file) : {};
  // Redis and S3 keys without an endpoint belong to other programs on the machine.
  const hasS3 = sources.environment["S3_ENDPOINT"] !== undefined || "s3" in tree;
  for (const [name, path] of Object.entries(ENVIRONMENT)) {
    const text = sources.environment[name];
    if (text === undefined || text === "" || (path[0] === "s3" && !hasS3)) continue;
    const isNumber = (path[0] === "worker" || path[0] === "verify") && path[1] !== "jail";
    put(tree, path, isNumber ? Number(text) : text);
  }
  for (const [key, value] of Object.entries(sources.flags)) if (value !== undefined) put(tree, key.split("."), value);
  const parsed = configSchema.safeParse(tree);
  if (parsed.success) return { config: parsed.data };
  return {
    problems: parsed.error.issues.map((issue) => ({ setting: issue.path.join(".") || "(file)", problem: issue.message })),
  };
}

/** A password may hold "@" and "/" too, so all up to the last "@" goes. */
function withoutPasswords(text: string): string {
  return text
    .replace(/(:\/\/[^:/@]*:).*@/, "$1•••@")
    .replace(/([?&][^=&]*(?:pass|pwd|secret|token|key)[^=&]*=)[^&#]*/gi, "$1•••");
}

/** The configuration as it may be shown: secrets replaced, passwords in addresses hidden. */
export function withoutSecrets(config: Config): unknown {
  return JSON.parse(
    JSON.stringify(config, (key, value: unknown) => {
      if (key === "accessKey" || key === "secretKey") return "•••";
      return typeof value === "string" ? withoutPasswords(value) : value;
    }),
  );
}

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (rest.length === 0) tree[first] = value;
  else {
    const branch = tree[first];
    const next: Tree = isTree(branch) ? branch : {};
    tree[first] = next;
    put(next, rest, value);
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
