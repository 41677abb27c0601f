/** What `sohoa doctor` says about the walls around the children that decode pictures: those that hold, and those that are not there. */
import { ALL_WALLS, findJail } from "../pipeline/jail.ts";
import type { Context } from "./command.ts";

/** @throws {ServiceError} JAIL-MISSING when the configuration requires walls that this machine does not offer. */
export async function jailInWords(context: Context): Promise<string> {
  const policy = context.config.worker.jail;
  const { walls } = await findJail(policy);
  const named = (wanted: readonly string[]) => wanted.map((wall) => context.say(`jail.wall.${wall}`)).join(", ");
  const missing = ALL_WALLS.filter((wall) => !walls.includes(wall));
  return [
    context.say("jail.always"),
    ...(walls.length > 0 ? [named(walls)] : []),
    ...(policy === "off" ? [context.say("jail.off")] : []),
    ...(policy !== "off" && missing.length > 0 ? [context.say("jail.missing", { missing: named(missing) })] : []),
  ].join("; ");
}
