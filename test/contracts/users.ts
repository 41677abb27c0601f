/** What users, sessions and the log of changes promise, whatever database is behind them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import type { RedeemOutcome } from "../../catalogue/users/port.ts";
import type { ROLES } from "../../catalogue/users/roles.ts";

/** A hash that takes a millisecond. */
export const QUICK_COST = { logN: 4, r: 8, p: 1 };
const PASSWORD = "năm mươi hai con sóng";
const HERE = "192.0.2.7";

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function usersContract(name: string, open: (clock: () => Date) => Promise<Catalogue>): void {
  describe(`the users over ${name}`, () => {
    let catalogue: Catalogue;
    let time: number;
    const later = (seconds: number) => {
      time += seconds * 1000;
    };
    beforeEach(async () => {
      time = Date.parse("2026-11-20T08:00:00Z");
      catalogue = await open(() => new Date(time));
    });
    afterEach(() => catalogue.close());

    /** An account that has a password, and its first session. */
    const settled = async (who: string, role: (typeof ROLES)[number] = "editor"): Promise<string> => {
      const { token } = await catalogue.users.addAccount("test", who, role);
      return sessionIn(await catalogue.users.redeem(token, who, PASSWORD, HERE));
    };
    const sessionIn = (outcome: RedeemOutcome): string => {
      if (outcome.outcome !== "signed-in") throw new Error(outcome.outcome);
      return outcome.session;
    };
    const actions = async () => (await catalogue.users.auditEntries({ limit: 100, after: 0 })).map((entry) => entry.action);

    test("have nobody at first, and a token that makes the first administrator once", async () => {
      const { users } = catalogue;
      expect(await users.accounts()).toEqual([]);
      const earlier = await users.firstToken();
      const first = await users.firstToken();
      expect(await users.redeem(earlier!.token, "an", PASSWORD, HERE)).toEqual({ outcome: "refused" });
      expect(await users.redeem(first!.token, "an", PASSWORD, HERE)).toMatchObject({ outcome: "signed-in" });
      expect(await users.accounts()).toMatchObject([{ name: "an", role: "admin", hasPassword: true }]);
      expect(await users.redeem(first!.token, "binh", PASSWORD, HERE)).toEqual({ outcome: "refused" });
      expect(await users.firstToken()).toBeUndefined();
    });

    test("let people in who sign in elsewhere, where an administrator linked them, and no others", async () => {
      const { users } = catalogue;
      await settled("an");
      const [one, other] = ["1", "2"].map((subject) => ({ issuer: "https://id.example.vn", subject }));
      if (!one || !other) throw new Error("no identities");
      expect(await users.signInOutside(one, HERE)).toEqual({ outcome: "refused" });
      await users.linkIdentity("test", "an", one);
      expect(await users.identities()).toEqual([{ account: "an", ...one }]);
      expect(await users.signInOutside(one, HERE)).toMatchObject({ outcome: "signed-in", account: { name: "an" } });
      expect(await users.signInOutside({ ...one, issuer: "https://other.example.vn" }, HERE)).toEqual({ outcome: "refused" });
      expect(await users.signInOutside(other, HERE)).toEqual({ outcome: "refused" });
      await users.addAccount("test", "binh", "editor");
      await expect(users.linkIdentity("test", "binh", one)).rejects.toMatchObject({ code: "IDENTITY-TAKEN" });
      await expect(users.linkIdentity("test", "nobody", other)).rejects.toMatchObject({ code: "USER-UNKNOWN" });
    });

    test("end the sessions of an account whose identities are taken off, or whose role another system changed", async () => {
      const { users } = catalogue;
      const first = await settled("an");
      const identity = { issuer: "https://id.example.vn", subject: "1" };
      await users.linkIdentity("test", "an", identity);
      const second = sessionIn(await users.signInOutside(identity, HERE, "reviewer"));
      expect(await users.signedIn(first)).toBeUndefined();
      expect((await users.signedIn(second))?.account.role).toBe("reviewer");
      expect(await users.unlinkIdentities("test", "an")).toBe(1);
      expect([await users.signedIn(second), await users.unlinkIdentities("test", "an")]).toEqual([undefined, 0]);
      expect((await actions()).slice(-4)).toEqual(["identity-linked", "role-changed", "signed-in", "identity-unlinked"]);
    });

    test("refuse the first token when it is over, and when there is an account meanwhile", async () => {
      const { users } = catalogue;
      const stale = await users.firstToken();
      later(3601);
      expect(await users.redeem(stale!.token, "an", PASSWORD, HERE)).toEqual({ outcome: "refused" });
      const late = await users.firstToken();
      await users.addAccount("test", "binh", "admin");
      expect(await users.redeem(late!.token, "an", PASSWORD, HERE)).toEqual({ outcome: "refused" });
    });

    test("make one administrator of two who redeem the first token at once", async () => {
      const { users } = catalogue;
      const first = await users.firstToken();
      const outcomes = await Promise.all(["an", "binh", "chi"].map((who) => users.redeem(first!.token, who, PASSWORD, HERE)));
      expect(outcomes.filter(({ outcome }) => outcome === "signed-in")).toHaveLength(1);
      expect(await users.accounts()).toHaveLength(1);
    });

    test("sign in by name in any case, with a password composed or decomposed", async () => {
      await settled("an");
      for (const form of ["NFC", "NFD"] as const) {
        expect(await catalogue.users.signIn(" AN ", PASSWORD.normalize(form), HERE)).toMatchObject({
          outcome: "signed-in",
          account: { name: "an", role: "editor" },
        });
      }
    });

    test.each([
      ["another password", "một con sóng khác hẳn"],
      ["an empty one", ""],
      ["one with NUL at its end", `${PASSWORD}\u0000`],
      ["a lone surrogate", "\ud800"],
      ["10 kB", "x".repeat(10_240)],
      ["one that begins right", PASSWORD.slice(0, -1)],
      ["one without its marks", "nam muoi hai con song"],
    ])("refuse %s", async (_what, password) => {
      await settled("an");
      expect(await catalogue.users.signIn("an", password, HERE)).toEqual({ outcome: "refused" });
    });

    test("answer the same for a name that nobody has, and for one without a password", async () => {
      await catalogue.users.addAccount("test", "an", "editor");
      for (const who of ["an", "nobody", "", "' or 1=1 --", "\u0000", "x".repeat(5000)]) {
        expect(await catalogue.users.signIn(who, PASSWORD, HERE)).toEqual({ outcome: "refused" });
      }
    });

    test("close the door of an account after five attempts, known or not, and say for how many minutes", async () => {
      await settled("an");
      const { users } = catalogue;
      for (const who of ["an", "nobody"]) {
        for (let attempt = 0; attempt < 5; attempt += 1) {
          expect(await users.signIn(who, "sai", HERE)).toEqual({ outcome: "refused" });
        }
        expect(await users.signIn(who, PASSWORD, HERE)).toEqual({ outcome: "locked", minutes: 15 });
      }
      later(601);
      expect(await users.signIn("an", PASSWORD, HERE)).toEqual({ outcome: "locked", minutes: 5 });
      later(300);
      expect(await users.signIn("an", PASSWORD, HERE)).toMatchObject({ outcome: "signed-in" });
      expect((await actions()).filter((action) => action === "sign-in-locked")).toHaveLength(2);
    });

    test("look at no more than five of many guesses made at once", async () => {
      await settled("an");
      const guesses = await Promise.all(Array.from({ length: 20 }, () => catalogue.users.signIn("an", "sai", HERE)));
      expect(guesses.filter(({ outcome }) => outcome === "refused")).toHaveLength(5);
    });

    test("close the door of an address that tries many names, and leave others alone", async () => {
      await settled("an");
      const { users } = catalogue;
      for (let attempt = 0; attempt < 50; attempt += 1) await users.signIn(`name${attempt}`, "sai", "2001:db8:1:2::5");
      expect(await users.signIn("an", PASSWORD, "2001:db8:1:2:9:9:9:9")).toMatchObject({ outcome: "locked" });
      expect(await users.signIn("an", PASSWORD, "2001:db8:1:3::5")).toMatchObject({ outcome: "signed-in" });
    });

    test("count nothing against those who sign in well", async () => {
      await settled("an");
      for (let attempt = 0; attempt < 60; attempt += 1) {
        expect(await catalogue.users.signIn("an", PASSWORD, HERE)).toMatchObject({ outcome: "signed-in" });
      }
    });

    test("keep a session for twelve hours after its last use, and a week in all", async () => {
      const session = await settled("an");
      const { users } = catalogue;
      for (let hour = 0; hour < 7 * 24 - 11; hour += 11) {
        expect((await users.signedIn(session))?.account.name, `hour ${hour}`).toBe("an");
        later(11 * 3600);
      }
      later(3600);
      expect(await users.signedIn(session)).toBeUndefined();
      const idle = sessionIn(await users.signIn("an", PASSWORD, HERE));
      later(12 * 3600);
      expect(await users.signedIn(idle)).toBeUndefined();
    });

    test("give every sign-in a session of its own, and end one without the others", async () => {
      const { users } = catalogue;
      const [one, other] = [await settled("an"), sessionIn(await users.signIn("an", PASSWORD, HERE))];
      expect(one).not.toBe(other);
      await users.signOut(one);
      expect(await users.signedIn(one)).toBeUndefined();
      expect(await users.signedIn(other)).toBeDefined();
      for (const forged of ["", "x", `${other} `, other.slice(0, -1), "\u0000", "' or 1=1 --"]) {
        expect(await users.signedIn(forged)).toBeUndefined();
        await users.signOut(forged);
      }
    });

    test("end all sessions at a change of role, a reset and a removal", async () => {
      const { users } = catalogue;
      await settled("chief", "admin");
      for (const act of [
        () => users.setRole("test", "an", "reviewer"),
        () => users.resetPassword("test", "an"),
        () => users.removeAccount("test", "an"),
      ]) {
        await users.removeAccount("test", "an").catch(() => undefined);
        const session = await settled("an");
        await act();
        expect(await users.signedIn(session)).toBeUndefined();
      }
    });

    test("take the old password away at a reset, and give the account to the bearer of the token alone", async () => {
      const { users } = catalogue;
      await settled("an");
      await settled("binh");
      const { token, expiresAt } = await users.resetPassword("test", "an");
      expect(expiresAt).toBe("2026-11-23T08:00:00.000Z");
      expect(await users.signIn("an", PASSWORD, HERE)).toEqual({ outcome: "refused" });
      expect(await users.redeem(token, "binh", PASSWORD, HERE)).toEqual({ outcome: "refused" });
      expect(await users.redeem(`${token}x`, "an", PASSWORD, HERE)).toEqual({ outcome: "refused" });
      expect(await users.redeem(token, "an", "một mật khẩu mới toanh", HERE)).toMatchObject({ outcome: "signed-in" });
      expect(await users.redeem(token, "an", PASSWORD, HERE)).toEqual({ outcome: "refused" });
      const stale = await users.resetPassword("test", "an");
      later(72 * 3600);
      expect(await users.redeem(stale.token, "an", PASSWORD, HERE)).toEqual({ outcome: "refused" });
    });

    test("take no weak password, and leave the token good for a better one", async () => {
      const { users } = catalogue;
      const { token } = await users.addAccount("test", "nguyen.an", "editor");
      for (const weak of ["", "ngắn", "aaaaaaaaaaaaaaaaaaaa", "nguyen.an nguyen.an", `${PASSWORD}\u0000`, "x1y2z".repeat(500)]) {
        expect(await users.redeem(token, "nguyen.an", weak, HERE)).toEqual({ outcome: "weak", leastCharacters: 12 });
      }
      expect(await users.redeem(token, "nguyen.an", PASSWORD, HERE)).toMatchObject({ outcome: "signed-in" });
    });

    test("refuse names that could be taken for another, and names that are taken", async () => {
      const { users } = catalogue;
      await users.addAccount("test", "an", "editor");
      for (const wrong of ["", "Аn", "a n", "\u202ean", "ａｎ", "a".repeat(65), ".an"]) {
        await expect(users.addAccount("test", wrong, "editor"), wrong).rejects.toMatchObject({ code: "USER-NAME" });
      }
      await expect(users.addAccount("test", "AN", "reader")).rejects.toMatchObject({ code: "USER-EXISTS" });
      await expect(users.setRole("test", "binh", "reader")).rejects.toMatchObject({ code: "USER-UNKNOWN" });
    });

    test("keep an administrator", async () => {
      const { users } = catalogue;
      await users.addAccount("test", "an", "admin");
      await expect(users.removeAccount("test", "an")).rejects.toMatchObject({ code: "USER-LAST-ADMIN" });
      await expect(users.setRole("test", "an", "editor")).rejects.toMatchObject({ code: "USER-LAST-ADMIN" });
      await users.addAccount("test", "binh", "admin");
      await users.setRole("test", "an", "editor");
      expect((await users.accounts()).map(({ name, role }) => [name, role])).toEqual([
        ["an", "editor"],
        ["binh", "admin"],
      ]);
    });

    test("grant items to an account, each once, and take them back", async () => {
      const { users } = catalogue;
      const session = await settled("an", "reader");
      expect(await users.setGrant("test", "an", "HN.1", true)).toBe(true);
      expect(await users.setGrant("test", "an", "HN.1", true)).toBe(false);
      expect((await users.signedIn(session))?.account.grants).toEqual(["HN.1"]);
      expect(await users.setGrant("test", "an", "HN.1", false)).toBe(true);
      expect(await users.setGrant("test", "an", "HN.1", false)).toBe(false);
      expect((await users.accounts())[0]?.grants).toEqual([]);
    });

    test("write every change into the log, in order, without secrets, and the log proves itself", async () => {
      const { users } = catalogue;
      const session = await settled("an", "admin");
      await users.addAccount("manager", "binh", "reader");
      await users.setRole("manager", "binh", "editor");
      await users.setGrant("manager", "binh", "HN.1", true);
      const { token } = await users.resetPassword("manager", "binh");
      await users.removeAccount("manager", "binh");
      await users.signOut(session);
      expect(await actions()).toEqual([
        ...["account-added", "password-set", "signed-in", "account-added", "role-changed", "grant-added"],
        ...["password-reset", "account-removed", "signed-out"],
      ]);
      const entries = await users.auditEntries({ limit: 100, after: 0 });
      expect(entries.map((entry) => entry.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(entries[4]).toMatchObject({ actor: "manager", subject: "binh", facts: { from: "reader", to: "editor" } });
      for (const secret of [token, session, PASSWORD]) expect(JSON.stringify(entries)).not.toContain(secret);
      expect(await users.verifyAudit()).toEqual({ isSound: true, entries: 9, hash: entries[8]?.hash });
    });

    test("number the log without gaps when many write at once", async () => {
      const names = Array.from({ length: 12 }, (_, index) => `user${index}`);
      await Promise.all(names.map((who) => catalogue.users.addAccount("test", who, "reader")));
      expect(await catalogue.users.verifyAudit()).toMatchObject({ isSound: true, entries: 12 });
    });
  });
}
