import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import type { Role } from "../../pipeline/artifact.ts";
import { stagesOf } from "../../pipeline/plan.ts";
import { type AnyStage, rolesOf, type Source } from "../../pipeline/stage.ts";
import { workflow } from "../../stages/workflow.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { itemDigests } from "../fixtures/item-digests.ts";
import { isBattery, PATIENCE } from "./figure.ts";

vi.setConfig(PATIENCE);

/**
 * The real line, killed in every stage, on a book of one page: books that die in one stage after the other, and in a battery
 * besides a book for each stage. The toy line is killed at every point of every stage.
 */
const BATCH = "HN.killed";
const STAGES = [...stagesOf(workflow, "page"), ...stagesOf(workflow, "item")];
const POINTS = ["claimed", "ran", "stored", "finished"];
const INTAKE = "intake-stored";
const pointIn = (stage: AnyStage): string => `${POINTS[STAGES.indexOf(stage) % POINTS.length]}@${stage.name}`;
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

/** Whether the one step cannot be done before the other is: a book that died in the other gets to it afterwards. */
function comesAfter(stage: AnyStage, other: AnyStage): boolean {
  if (stage.of === "item" && other.of === "page") return true;
  const made = Object.values<Role>(other.outputs);
  return Object.values<Source>(stage.inputs).some((source) => rolesOf(source).some((role) => made.includes(role)));
}

/** Every stage once, in as few books as can be. */
function books(): readonly (readonly AnyStage[])[] {
  const found: AnyStage[][] = [];
  for (const stage of STAGES) {
    const book = found.find((each) => each.slice(-1).every((last) => comesAfter(stage, last)));
    if (book) book.push(stage);
    else found.push([stage]);
  }
  return found;
}

describe("the line", () => {
  let calm: readonly string[];
  beforeAll(async () => {
    expect((await add("calm", {}, "--wait")).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
    calm = await digests("calm");
  });

  async function expectKilled(home: string, point: string): Promise<void> {
    // One lane: a stage that happens to run beside would lose an attempt each time.
    const killed = await add(home, { SOHOA_KILLPOINT: point, SOHOA_LANES: "1" }, "--wait");
    expect(killed.signal, `${point}: ${killed.stderr}`).toBe("SIGKILL");
  }

  async function expectCalm(home: string): Promise<void> {
    expect((await add(home, {}, "--wait")).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
    expect(await digests(home)).toEqual(calm);
    const fsck = await sohoa(["fsck", "--no-grace", "--json", "--home", join(root.home, home)]);
    expect(fsck.envelope).toMatchObject({ ok: true, counts: { pages: 1, findings: 0 } });
  }

  const inTurn = books().map((book, at) => [...(at === 0 ? [INTAKE] : []), ...book.map(pointIn)]);
  test.each(inTurn.map((points) => ({ points, first: points[0], stages: points.length })))(
    "killed from $first on, in $stages stages one after the other, finishes with the digests of a calm run",
    async ({ points }) => {
      const home = `from-${points[0]?.replace("@", "-")}`;
      for (const point of points) await expectKilled(home, point);
      await expectCalm(home);
    },
  );

  test.each(isBattery ? [INTAKE, ...STAGES.map(pointIn)] : [])(
    "killed at %s, finishes with the digests of a calm run",
    async (point) => {
      const home = point.replace("@", "-");
      await expectKilled(home, point);
      await expectCalm(home);
    },
  );
});
