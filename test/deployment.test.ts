import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig, VARIABLES } from "../config/load.ts";
import { sohoa } from "./fixtures/command-line.ts";

/** The files that a library starts its services with, held against what the program reads. No container is started here. */
const ROOT = join(import.meta.dirname, "..");
const textOf = (name: string) => readFileSync(join(ROOT, name), "utf8");
/** Secrets of the command line, which are no settings. */
const BESIDE_SETTINGS = ["SOHOA_METRICS_TOKEN"];

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}
interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** What somebody fills in. */
const FILLED: Readonly<Record<string, string>> = {
  SOHOA_BASE_URL: "https://so-hoa.example.vn",
  POSTGRES_PASSWORD: "p1",
  REDIS_PASSWORD: "p2",
  S3_ACCESS_KEY: "name",
  S3_SECRET_KEY: "p3p3p3p3",
  SOHOA_LIBRARY: "Thư viện tỉnh",
  SOHOA_CENTRE: "10.0.0.5",
};

const VARIABLE = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

/** As compose puts variables in, value by value: `${NAME:-default}`, `${NAME:?message}`. */
function filledIn(text: string, environment = FILLED): string {
  return text.replace(VARIABLE, (_, name: string, mark: string | undefined, word: string | undefined) => {
    if (environment[name]) return environment[name];
    if (mark === "-") return word ?? "";
    throw new Error(`${name} is not filled in: ${word ?? ""}`);
  });
}

const compositionOf = (name: string): Composition =>
  parse(textOf(name), (_, value: unknown) => (typeof value === "string" ? filledIn(value) : value), {
    merge: true,
  }) as Composition;
const ours = (composition: Composition) =>
  Object.entries(composition.services).filter(([, { image }]) => image === "sohoa:local");

describe.each([
  ["docker-compose.yml", ["work", "web", "catalogue", "queue", "object-store"]],
  ["docker-compose.worker.yml", ["work"]],
])("%s", (file, names) => {
  const composition = compositionOf(file);

  test("has the services that are told of, and every name in it leads somewhere", () => {
    expect(Object.keys(composition.services)).toEqual(names);
    for (const { depends_on = {}, volumes = [] } of Object.values(composition.services)) {
      expect(names).toEqual(expect.arrayContaining(Object.keys(depends_on)));
      for (const volume of volumes) expect(Object.keys(composition.volumes ?? {})).toContain(volume.split(":")[0]);
    }
  });

  test("sets what the program reads, and values that it takes", () => {
    expect(ours(composition).length).toBeGreaterThan(0);
    for (const [, { environment = {} }] of ours(composition)) {
      expect([...VARIABLES, ...BESIDE_SETTINGS]).toEqual(expect.arrayContaining(Object.keys(environment)));
      const loaded = loadConfig({ file: undefined, environment, flags: {} });
      expect(loaded).toMatchObject({
        config: {
          home: "/var/lib/sohoa",
          baseUrl: FILLED["SOHOA_BASE_URL"],
          databaseUrl: expect.stringContaining("p1@"),
          redisUrl: expect.stringContaining(":p2@"),
          s3: { accessKey: "name", secretKey: "p3p3p3p3" },
        },
      });
    }
  });

  test("starts commands that there are, with options that they have", async () => {
    for (const [, { command = [] }] of ours(composition)) {
      const [name = "", ...words] = command;
      const { stdout, exit } = await sohoa([name, "--help"]);
      expect(exit).toBe(0);
      for (const option of words.filter((word) => word.startsWith("--"))) expect(stdout).toContain(option);
    }
  }, 120_000);

  test("gives no password a default, and asks in .env.example for each that it needs", () => {
    const asked = [...textOf(file).matchAll(VARIABLE)].map(([, name = "", mark = "", word = ""]) => ({ name, mark, word }));
    expect(asked.filter(({ name, mark }) => /PASSWORD|KEY/.test(name) && mark !== "?")).toEqual([]);
    for (const { name } of asked.filter(({ mark }) => mark === "?"))
      expect(textOf(".env.example")).toMatch(new RegExp(`^(?:# )?${name}=\\s*$`, "m"));
    expect(() => filledIn(textOf(file), {})).toThrow("not filled in");
  });

  test("opens no port to strangers, and gives our containers no right that they do not need", () => {
    for (const { ports = [] } of Object.values(composition.services))
      for (const port of ports) expect(port).toMatch(/^(?:127\.0\.0\.1|10\.0\.0\.5):/);
    for (const [, service] of ours(composition)) expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
  });

  test("leaves a worker more time to end than it takes", () => {
    expect(Number.parseInt(composition.services["work"]?.stop_grace_period ?? "", 10)).toBeGreaterThanOrEqual(40);
  });
});

test("the web container is well while the server is ready, and unwell otherwise", async () => {
  const probe = compositionOf("docker-compose.yml").services["web"]?.healthcheck?.test ?? [];
  expect(probe.slice(0, 3)).toEqual(["CMD", "node", "-e"]);
  let status = 200;
  const server = createServer((request, response) => response.writeHead(request.url === "/ready" ? status : 404).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const script = String(probe[3]).replace(":4747", `:${(server.address() as AddressInfo).port}`);
  const exitOf = () =>
    promisify(execFile)(process.execPath, ["-e", script]).then(
      () => 0,
      ({ code }: { readonly code: number }) => code,
    );
  const ready = await exitOf();
  status = 503;
  expect({ ready, unavailable: await exitOf() }).toEqual({ ready: 0, unavailable: 1 });
  server.close();
  await new Promise((resolve) => server.once("close", resolve));
  expect(await exitOf()).toBe(1);
});

test("every setting that the environment may give is told of in the handbook", () => {
  const told = [...textOf("docs/operations.md").matchAll(/`((?:SOHOA|DATABASE|REDIS|S3|COPY2)_[A-Z0-9_]+)`/g)].map(
    ([, name]) => name,
  );
  expect(told).toEqual(expect.arrayContaining([...VARIABLES]));
});
