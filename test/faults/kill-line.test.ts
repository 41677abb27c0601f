import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { stagesOf } from "../../pipeline/plan.ts";
import { workflow } from "../../stages/workflow.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { itemDigests } from "../fixtures/item-digests.ts";

/** The real line, killed in every stage, on a book of one page; the toy line is killed at every point of every stage. */
const BATCH = "HN.killed";
const STAGES = [...stagesOf(workflow, "page"), ...stagesOf(workflow, "item")].map((stage) => stage.name);
const POINTS = ["claimed", "ran", "stored", "finished"];
const ENV = { SOHOA_LEASE_SECONDS: "2", SOHOA_RECONCILE_SECONDS: "1" };

let root: { readonly home: string; remove(): Promise<void> };
let folder: string;
const add = (home: string, env: Readonly<Record<string, string>>, ...flags: string[]) =>
  sohoa(["add", folder, "--json", "--home", join(root.home, home), ...flags], { ...ENV, ...env });
const digests = (home: string) => itemDigests({ file: join(root.home, home, "catalogue.sqlite") }, BATCH);

beforeAll(async () => {
  root = await temporaryHome();
  folder = join(root.home, BATCH);
  await makeSampleBook(folder, { pages: 1, width: 700, height: 1000 });
});
afterAll(async () => {
  await root.remove();
});

describe("the line", () => {
  let calm: readonly string[];
  beforeAll(async () => {
    expect((await add("calm", {}, "--wait")).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
    calm = await digests("calm");
  }, 120_000);

  const worker = STAGES.map((stage, index) => `${POINTS[index % POINTS.length]}@${stage}`);
  test.each(["intake-stored", ...worker])(
    "killed at %s, finishes with the digests of a calm run",
    async (point) => {
      const home = point.replace("@", "-");
      const killed = await add(home, { SOHOA_KILLPOINT: point }, "--wait");
      expect(killed.signal, killed.stderr).toBe("SIGKILL");
      expect((await add(home, {}, "--wait")).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
      expect(await digests(home)).toEqual(calm);
      const fsck = await sohoa(["fsck", "--no-grace", "--json", "--home", join(root.home, home)]);
      expect(fsck.envelope).toMatchObject({ ok: true, counts: { pages: 1, findings: 0 } });
    },
    120_000,
  );
});
