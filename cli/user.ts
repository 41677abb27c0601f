/** `sohoa user`: who may sign in, in which role, and which restricted items a reader may read. */
import type { Command } from "commander";
import type { OneTimeToken } from "../catalogue/users/port.ts";
import { ROLES, type Role, roleNamed } from "../catalogue/users/roles.ts";
import { InputError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import { personAtWork } from "./person.ts";
import type { Outcome } from "./print.ts";
import { table } from "./table.ts";

/** Stands for every restricted item. */
const EVERY_ITEM = "*";

export function registerUsers(program: Command): void {
  const user = program.command("user");
  user
    .command("add <name>")
    .requiredOption("--role <role>")
    .action(
      action(async (context, name: string, { role }: { readonly role: string }) => {
        const { users } = await context.services();
        const token = await users.addAccount(personAtWork(undefined), name, asRole(role));
        return { data: token, text: [context.say("user.added", { name, role }), ...invitation(context, token)] };
      }),
    );
  user.command("list").action(action(async (context) => await listUsers(context)));
  user.command("role <name> <role>").action(
    action(async (context, name: string, role: string) => {
      const { users } = await context.services();
      await users.setRole(personAtWork(undefined), name, asRole(role));
      return { text: [context.say("user.role-set", { name, role })] };
    }),
  );
  user.command("reset <name>").action(
    action(async (context, name: string) => {
      const { users } = await context.services();
      const token = await users.resetPassword(personAtWork(undefined), name);
      return { data: token, text: [context.say("user.reset", { name }), ...invitation(context, token)] };
    }),
  );
  user.command("remove <name>").action(
    action(async (context, name: string) => {
      const { users } = await context.services();
      await users.removeAccount(personAtWork(undefined), name);
      return { text: [context.say("user.removed", { name })] };
    }),
  );
  user
    .command("grant <name> <item>")
    .option("--revoke")
    .action(
      action(
        async (context, name: string, item: string, options: { readonly revoke?: boolean }) =>
          await grant(context, name, item, options.revoke !== true),
      ),
    );
}

/** @throws {InputError} USER-ROLE */
function asRole(text: string): Role {
  const role = roleNamed(text);
  if (!role) throw new InputError({ code: "USER-ROLE", subject: text, facts: { known: ROLES.join(", ") }, exit: "usage" });
  return role;
}

/** What is handed to the person: where to go, and the token that is shown only here. */
function invitation(context: Context, { token, expiresAt }: OneTimeToken): readonly string[] {
  const address = `${context.config.baseUrl.replace(/\/+$/, "")}/sign-in/token`;
  return [context.say("user.token", { address, token, until: expiresAt })];
}

async function listUsers(context: Context): Promise<Outcome> {
  const { users } = await context.services();
  const accounts = await users.accounts();
  if (accounts.length === 0) return { data: accounts, text: [context.say("user.none")] };
  const heads = ["user.name", "user.role", "user.password", "user.grants"].map((key) => context.say(key));
  const rows = accounts.map(({ name, role, hasPassword, grants }) => [
    name,
    context.say(`role.${role}`),
    context.say(hasPassword ? "user.has-password" : "user.no-password"),
    grants.join(", "),
  ]);
  return { data: accounts, counts: { users: accounts.length }, text: table(heads, rows) };
}

async function grant(context: Context, name: string, item: string, isGranted: boolean): Promise<Outcome> {
  const { users, ledger } = await context.services();
  if (isGranted && item !== EVERY_ITEM && !(await ledger.item(item))) {
    throw new InputError({ code: "USER-ITEM", subject: item });
  }
  const isChanged = await users.setGrant(personAtWork(undefined), name, item, isGranted);
  const key = isChanged ? (isGranted ? "user.granted" : "user.revoked") : "user.unchanged";
  return { text: [context.say(key, { name, item })] };
}
