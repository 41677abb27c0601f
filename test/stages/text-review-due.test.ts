import { describe, expect, test } from "vitest";
import { ROLES, type Role } from "../../pipeline/artifact.ts";
import { digestOfText } from "../../pipeline/derive.ts";
import { type Situation, stagesOf, wantedOf } from "../../pipeline/plan.ts";
import type { Profile } from "../../pipeline/profile.ts";
import { workflow } from "../../stages/workflow.ts";

const ITEM = "AB.1";
const PAGES = ["p1", "p2", "p3"];
const PROFILE: Profile = {
  name: "han-nom",
  script: "han-nom",
  viewingDirection: "right-to-left",
  gates: {},
  params: { "iiif-manifest": { baseUrl: "https://so.thuvien.vn" } },
};
const ANSWERS: readonly Role[] = ["text/reviewed", "text/earlier", "record"];

/** An item that has everything; `over` are pointers that a person has moved. */
function situation(over: Readonly<Record<string, string>> = {}): Situation {
  return {
    itemId: ITEM,
    profile: PROFILE,
    pageIds: PAGES,
    current(subject, role) {
      const isOf = ROLES[role].of === (subject === ITEM ? "item" : "page");
      const text = over[`${subject} ${role}`] ?? (isOf && !ANSWERS.includes(role) ? `${subject} ${role}` : undefined);
      return text === undefined ? undefined : { digest: digestOfText(text), sizeBytes: 1, mediaType: "application/json" };
    },
  };
}

/** What every stage wants for every subject. */
function wanted(now: Situation): ReadonlyMap<string, string> {
  const stages = [
    ...PAGES.flatMap((page) => stagesOf(workflow, "page").map((stage) => [stage, page] as const)),
    ...stagesOf(workflow, "item").map((stage) => [stage, ITEM] as const),
  ];
  return new Map(
    stages.map(([stage, subject]) => {
      const verdict = wantedOf(workflow, stage, subject, now);
      return [`${stage.name} of ${subject}`, verdict.kind === "wanted" ? verdict.derivation.key : "waiting"];
    }),
  );
}

const changed = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  [...before].filter(([name, key]) => after.get(name) !== key).map(([name]) => name);

describe("a corrected text of one page", () => {
  const before = wanted(situation());

  test("makes due what presents the text, and no step of any page", () => {
    expect([...before.values()]).not.toContain("waiting");
    const after = wanted(situation({ "p2 text/reviewed": "a person's text" }));
    const due = changed(before, after);
    expect(due).toContain(`pdf of ${ITEM}`);
    expect(due).toContain(`iiif-manifest of ${ITEM}`);
    expect(due.filter((name) => !name.endsWith(` of ${ITEM}`))).toEqual([]);
    const others = stagesOf(workflow, "item").filter(({ inputs }) => !JSON.stringify(inputs).includes("text/reviewed"));
    for (const { name } of others) expect(due).not.toContain(`${name} of ${ITEM}`);
  });

  test("makes nothing due again when it is the same text", () => {
    const once = wanted(situation({ "p2 text/reviewed": "a person's text" }));
    expect(changed(once, wanted(situation({ "p2 text/reviewed": "a person's text" })))).toEqual([]);
  });
});
