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
  | "own-session"
  /** See batches, pages and their pictures while they are worked on, tasks, and how far targets are. */
  | "see-work"
  /** Hand scans over, judge pictures, try failed tasks again. */
  | "do-batches"
  /** Correct texts. */
  | "edit-text"
  /** Describe items: records, structure, leaf numbers. */
  | "edit-records"
  /** Approve what somebody else has corrected or described. */
  | "approve"
  /** Change targets, registers and policies of items. */
  | "steer"
  /** Accounts, the log of changes, settings. */
  | "administer";

/** Roles from the narrowest to the widest. */
export const ROLES = ["reader", "technician", "editor", "reviewer", "manager", "admin"] as const;
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

const READER: readonly Right[] = ["own-session", "read-granted"];
const TECHNICIAN: readonly Right[] = [...READER, "read-internal", "see-work", "do-batches"];
const EDITOR: readonly Right[] = [...TECHNICIAN, "read-restricted", "edit-text", "edit-records"];
const REVIEWER: readonly Right[] = [...EDITOR, "approve"];
const MANAGER: readonly Right[] = [...REVIEWER, "steer"];

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  reader: READER,
  technician: TECHNICIAN,
  editor: EDITOR,
  reviewer: REVIEWER,
  manager: MANAGER,
  admin: [...MANAGER, "administer"],
};

/** Everything that the role may do. */
export function rightsOf(role: Role): readonly Right[] {
  return RIGHTS[role];
}

/** True when the role has the right. */
export function holds(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right);
}

/** The role of this name, or undefined. */
export function roleNamed(name: string): Role | undefined {
  return ROLES.find((role) => role === name);
}
