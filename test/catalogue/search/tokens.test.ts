import fc from "fast-check";
import { expect, test } from "vitest";
import { flowsOf } from "../../../catalogue/search/flows.ts";
import { isFound } from "../../../catalogue/search/locate.ts";
import { parseQuery, withOpenEnd } from "../../../catalogue/search/query.ts";
import { conditionFor, foldedText, tokensOfFlows } from "../../../catalogue/search/tokens.ts";
import { pageOf } from "../../contracts/search-values.ts";

const word = fc.constantFrom("天", "地", "人", "国", "國", "𠊛", "□", "ta", "tá", "tâ", "người", "nguoi", "12");
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "));
const kind = fc.constantFrom("body" as const, "commentary" as const, "head-note" as const);
const line = fc.record({ text, kind, phienAm: fc.option(fc.constantFrom("ta người", "tá", "trời đất ta"), { nil: undefined }) });

test("a page has the tokens of every query that it has, and where they suffice it has the query", () => {
  const page = fc.array(line, { maxLength: 5 }).map((lines) => pageOf("p", lines));
  const typed = fc
    .array(word, { minLength: 1, maxLength: 4 })
    .chain((words) => fc.constantFrom(words.join(""), words.join(" "), `"${words.join(" ")}"`));
  fc.assert(
    fc.property(page, typed, fc.boolean(), (given, asked, isOpen) => {
      const parsed = parseQuery(asked);
      const query = isOpen ? withOpenEnd(parsed) : parsed;
      const flows = flowsOf(given);
      const has = new Set(tokensOfFlows(flows));
      const { tokens, phrases, isSufficient } = conditionFor(query);
      const isThere = (token: (typeof tokens)[number]) =>
        has.has(token.text) || (token.isBeginning && [...has].some((each) => each.startsWith(token.text)));
      const meets = tokens.every(isThere) && phrases.every((phrase) => foldedText(flows).includes(phrase));
      if (isFound(query, given)) expect(meets).toBe(true);
      if (isSufficient && query.terms.length > 0 && meets) expect(isFound(query, given)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
