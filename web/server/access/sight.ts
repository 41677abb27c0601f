/** With whose eyes an item is looked at. Without any it is looked at with those of the public. */
import type { SignedIn } from "../../../catalogue/users/port.ts";
import { holds } from "../../../catalogue/users/roles.ts";
import type { Access } from "../../../pipeline/publication-log.ts";

/** What somebody may read beside what is public. */
export interface Sight {
  /** True when an item with all of these on it may be read. */
  reads(item: string, access: readonly Access[]): boolean;
}

/** Somebody who is signed in, for the time of one request. */
export interface Visitor extends Sight {
  readonly account: SignedIn["account"];
  /** True as soon as something was read that the public may not see: the answer is for this reader alone. */
  readonly hasReadMore: boolean;
}

/** The visitor that an account makes. */
export function visitorOf(account: SignedIn["account"]): Visitor {
  let hasReadMore = false;
  return {
    account,
    get hasReadMore() {
      return hasReadMore;
    },
    reads(item, access) {
      const may = access.every((each) => mayRead(account, item, each));
      hasReadMore ||= may && access.some((each) => each !== "public");
      return may;
    },
  };
}

function mayRead({ role, grants }: SignedIn["account"], item: string, access: Access): boolean {
  if (access === "public") return true;
  if (access === "internal") return holds(role, "read-internal");
  const isGranted = grants.includes(item) || grants.includes("*");
  return holds(role, "read-restricted") || (isGranted && holds(role, "read-granted"));
}
