/** Whoever reads the log of changes reads it in words, not in the names that programs use. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AUDIT_ACTIONS } from "../../../catalogue/users/port.ts";
import { Messages } from "../../../cli/messages.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

test.each(["vi", "en"] as const)("every action of the log has its words in %s", (language) => {
  const messages = new Messages(language);
  expect(AUDIT_ACTIONS.filter((action) => messages.find(`audit.${action}`) === undefined)).toEqual([]);
});

describe("the log in the workroom", () => {
  let site: WorkroomSite;
  beforeAll(async () => {
    site = await openWorkroomSite();
  });
  afterAll(() => site?.close());

  test("says what was done in the reader's language", async () => {
    const admin = await site.as("admin");
    for (const [language, words] of [
      ["vi", "đăng nhập"],
      ["en", "signed in"],
    ] as const) {
      const { body } = await admin.get(`/api/audit?lang=${language}`);
      const { entries } = body as { readonly entries: readonly { readonly action: string; readonly said: string }[] };
      expect(entries.find(({ action }) => action === "signed-in")?.said).toBe(words);
    }
  });
});
