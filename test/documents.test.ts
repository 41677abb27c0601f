import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { ROLES } from "../pipeline/artifact.ts";
import { EXIT } from "../pipeline/errors.ts";
import { workflow } from "../stages/workflow.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

/** Links to files of the project that are not there. */
function brokenLinks(path: string, text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] as string);
  return targets.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(path), target)));
}

describe("the documents", () => {
  test("link only to what is there", () => {
    expect(documents.length).toBeGreaterThan(10);
    expect(documents.flatMap((path) => brokenLinks(path, read(path)).map((target) => `${path} → ${target}`))).toEqual([]);
    expect(brokenLinks("README.md", "[planted](docs/nothing.md)")).toEqual(["docs/nothing.md"]);
  });

  test("give every exit code with its name", () => {
    const rows = [...read("docs/operations.md").matchAll(/^\| *(\d+) *\| *(\w+) *\|/gm)].map((match) => [
      match[2],
      Number(match[1]),
    ]);
    expect(Object.fromEntries(rows)).toEqual(EXIT);
  });

  test("give every environment variable that is read", () => {
    const names = [...read("config/load.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+): \[/gm)].map((match) => match[1] as string);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !read("docs/operations.md").includes(`\`${name}\``))).toEqual([]);
  });

  test("draw every step and every role of a page on the map", () => {
    const map = read("docs/architecture.md");
    expect(workflow.map((step) => step.name).filter((name) => !map.includes(name))).toEqual([]);
    const roles = Object.entries(ROLES).filter(([role, { of }]) => of === "page" && !map.includes(role));
    expect(roles).toEqual([]);
  });

  test("name only commands that there are", () => {
    const help = execFileSync(process.execPath, ["--import", "tsx", "cli/main.ts", "--help"], { cwd: ROOT, encoding: "utf8" });
    const known = new Set([...help.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1] as string));
    expect(known.size).toBeGreaterThan(10);
    const named = ["README.md", "docs/operations.md"].flatMap((path) =>
      [...read(path).matchAll(/(?:npm run sohoa -- |`sohoa |^sohoa )([a-z]+)/gm)].map((match) => match[1] as string),
    );
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  });
});

describe("the compose file", () => {
  const compose = read("docker-compose.yml");
  const services = (parseYaml(compose, { merge: true }) as { services: Record<string, { ports?: string[]; command?: unknown }> })
    .services;

  test("has no password of its own", () => {
    const secrets = [...compose.matchAll(/\$\{(\w*(?:PASSWORD|KEY)\w*)([^}]*)\}/g)];
    expect(secrets.length).toBeGreaterThan(4);
    for (const [whole, , rest] of secrets) expect(rest, whole).toMatch(/^:\?/);
    for (const [, line] of compose.matchAll(/^\s+(\w*(?:PASSWORD|SECRET|AUTH|_KEY)\w*: .*)$/gm)) expect(line).toContain("${");
  });

  test("opens ports to its own machine only, unless somebody names the address of a private network", () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^(?:127\.0\.0\.1|\$\{SOHOA_CENTRE:-127\.0\.0\.1\}):/);
  });

  test("forbids Redis to drop work", () => {
    expect(JSON.stringify(services["queue"]?.command)).toContain('"--maxmemory-policy","noeviction","--appendonly","yes"');
  });

  test("asks in .env.example for exactly what it cannot do without", () => {
    const asked = [...new Set([...compose.matchAll(/\$\{(\w+):\?/g)].map((match) => match[1] as string))].sort();
    const given = [...read(".env.example").matchAll(/^(\w+)=/gm)].map((match) => match[1] as string).sort();
    expect(given).toEqual(asked);
  });
});
