/** What the catalogue must know of a publication or a record before a pointer moves to it. */
import type { Digest, Role } from "./artifact.ts";
import { publicationSchema } from "./publication.ts";
import type { Disclosure } from "./publication-log.ts";
import { recordSchema } from "./record.ts";

/** Roles whose content decides who may see an item. */
const DISCLOSED: ReadonlySet<Role> = new Set<Role>(["publication", "record", "record/draft"]);

/** True when artifacts of this role must be disclosed. */
export function isDisclosed(role: Role): boolean {
  return DISCLOSED.has(role);
}

/** What a stored publication or record says of itself. What cannot be read is restricted: nobody can know that it is public. */
export function disclosureOf(role: Role, digest: Digest, text: string): Disclosure {
  const value = parsed(text);
  if (role === "publication") {
    const { success, data } = publicationSchema.safeParse(value);
    return success ? { digest, access: data.access, record: data.record } : { digest, access: "restricted" };
  }
  const { success, data } = recordSchema.safeParse(value);
  if (!success) return { digest, access: "restricted" };
  return {
    digest,
    access: data.access,
    ...(data.holder === undefined ? {} : { holder: data.holder }),
    ...(data.holdingClass === undefined ? {} : { holdingClass: data.holdingClass }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
