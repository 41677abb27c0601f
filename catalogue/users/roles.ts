/** The one table of who may do what; everything that asks for a right asks here. */

/** What an account can be allowed. */
export type Right =
  /** Read items that are restricted, all of them. */
  | "read-restricted"
  /** Read restricted items that were granted to the account one by one. */
  | "read-granted"
  /** Read items that are internal. */
  | "read-internal"
  /** End one's own session. */
  | "own-session";

/** Roles from the narrowest to the widest. */
export const ROLES = ["reader", "technician", "editor", "reviewer", "manager", "admin"] as const;
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

const READS_ALL: readonly Right[] = ["own-session", "read-granted", "read-internal", "read-restricted"];

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  reader: ["own-session", "read-granted"],
  technician: ["own-session", "read-granted", "read-internal"],
  editor: READS_ALL,
  reviewer: READS_ALL,
  manager: READS_ALL,
  admin: READS_ALL,
};

/** True when the role has the right. */
export function holds(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right);
}

/** The role of this name, or undefined. */
export function roleNamed(name: string): Role | undefined {
  return ROLES.find((role) => role === name);
}
