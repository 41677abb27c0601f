/** Who is at the keyboard, as written into events. */
import { userInfo } from "node:os";

/** The name given, else the account's name. */
export function personAtWork(given: string | undefined): string {
  return given ?? userInfo().username;
}
