import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sohoa, start, temporaryHome } from "../fixtures/command-line.ts";

let home: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  await mkdir(join(home, "empty"));
});
afterAll(async () => await remove());

const KEYS = ["v", "cmd", "ok", "exit", "counts", "errors", "data", "took_s"];

/** Every command in an empty home: what it is called in the envelope, and how it ends. */
const calls: readonly (readonly [call: string, cmd: string, exit: number])[] = [
  ["doctor", "doctor", 0],
  ["check empty", "check", 4],
  ["kiem-tra empty", "check", 4],
  ["add nowhere", "add", 4],
  ["status", "status", 0],
  ["xem NO.1", "status", 4],
  ["errors", "errors", 0],
  ["retry NO.1", "retry", 4],
  ["pause NO.1", "pause", 4],
  ["resume NO.1", "resume", 4],
  ["cancel NO.1", "cancel", 4],
  ["redo NO.1 --profile moc-ban", "redo", 4],
  ["describe NO.1 --from none.csv", "describe", 4],
  ["text export NO.1 --to out", "text export", 4],
  ["text import NO.1 out", "text import", 4],
  ["export NO.1 --to out", "export", 4],
  ["register import none.csv", "register import", 4],
  ["target set Q --percentage 70 --deadline 2030-12-31", "target set", 0],
  ["target show", "target show", 0],
  ["verify", "verify", 4],
  ["fsck", "fsck", 0],
  ["rebuild", "rebuild", 0],
  ["config show", "config show", 0],
  ["work --stage no-such", "work", 2],
  ["serve --port x", "serve", 2],
  ["demo --pages 0", "demo", 2],
  ["frobnicate", "sohoa", 2],
  ["target", "target", 2],
];

describe("the envelope", () => {
  test.each(calls)("of %s has the keys of all, the command's full name and a frozen exit code", async (call, cmd, exit) => {
    const args = call.split(" ").map((word) => (["empty", "nowhere"].includes(word) ? join(home, word) : word));
    const ended = await sohoa([...args, "--json", "--home", join(home, "home")]);
    expect(Object.keys(ended.envelope)).toEqual(KEYS);
    expect(ended.envelope).toMatchObject({ v: 1, cmd, ok: exit === 0, exit });
    expect(ended.exit).toBe(exit);
    expect(ended.envelope.errors.length === 0).toBe(exit === 0);
    for (const error of ended.envelope.errors)
      expect([error.code, error.message, error.advice].every((text) => text.length > 2)).toBe(true);
    expect(ended.stderr).toBe("");
  });
});

test("without arguments the program names the five commands of the day, in either language", async () => {
  const vi = await sohoa([], { SOHOA_LANG: "vi" });
  const en = await sohoa(["--lang", "en"]);
  expect([vi.exit, en.exit]).toEqual([0, 0]);
  expect(vi.stdout).toContain("sohoa add <thư-mục>");
  expect(en.stdout).toContain("sohoa add <folder>");
});

test("the configuration is shown without secrets", async () => {
  const secret = "rat-geheim";
  const { stdout, stderr } = await sohoa(["config", "show", "--home", home], {
    DATABASE_URL: `postgres://sohoa:${secret}@db.example/sohoa`,
    S3_ENDPOINT: "https://s3.example",
    S3_BUCKET: "kho",
    S3_ACCESS_KEY: `${secret}-a`,
    S3_SECRET_KEY: `${secret}-s`,
  });
  expect(stdout).toContain("db.example");
  expect(stdout + stderr).not.toContain(secret);
});

test("a watched status ends by Ctrl-C with exit 130 and leaves whole lines of JSON", async () => {
  const { child, ended } = start(["status", "--watch", "--json", "--home", join(home, "home")]);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  child.kill("SIGINT");
  const { exit, stdout, envelope } = await ended;
  expect({ exit, of: envelope.exit }).toEqual({ exit: 130, of: 130 });
  for (const line of stdout.trim().split("\n")) expect(JSON.parse(line).v).toBe(1);
});
