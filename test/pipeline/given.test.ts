import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commonGround, type Given, meetGiven } from "../../pipeline/given.ts";

const given = fc
  .dictionary(fc.constantFrom("p1 text", "p2 text", "record", "pages"), fc.constantFrom("1", "2", "3"))
  .map((each): Given => new Map(Object.entries(each)));

describe("what two sides gave to an item since they parted", () => {
  test("follows the only side that changed it, and is a conflict where both did in different ways", () => {
    fc.assert(
      fc.property(given, given, given, (ground, ours, theirs) => {
        const { taken, conflicts } = meetGiven(ground, ours, theirs);
        for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
          const [before, here, there] = [ground, ours, theirs].map((each) => each.get(key));
          expect(taken.includes(key)).toBe(here !== there && here === before);
          expect(conflicts.includes(key)).toBe(here !== there && here !== before && there !== before);
        }
      }),
    );
  });

  test("never takes anything of what this side did, whatever the other side did", () => {
    fc.assert(
      fc.property(given, given, given, (ground, ours, theirs) => {
        const { taken } = meetGiven(ground, ours, theirs);
        expect(taken.filter((key) => ours.get(key) !== ground.get(key))).toEqual([]);
      }),
    );
  });

  test("has the newest state that both had as its ground, and none where they never had the same", () => {
    const [a, b, c, d] = ["1", "2", "3", "4"].map((value): Given => new Map([["record", value]])) as [Given, Given, Given, Given];
    expect(commonGround([a, b, c], [a, b, d])).toBe(b);
    expect(commonGround([a, b], [c, d]).size).toBe(0);
  });

  test("without common ground takes only what is not here at all", () => {
    fc.assert(
      fc.property(given, given, (ours, theirs) => {
        expect(meetGiven(new Map(), ours, theirs).taken.every((key) => !ours.has(key))).toBe(true);
      }),
    );
  });
});
