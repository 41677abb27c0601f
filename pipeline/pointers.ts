import type { Artifact, Role } from "./artifact.ts";
import type { CurrentRow, SubjectId } from "./ledger-rows.ts";

/** What pages and items have, by role: of very many pages a role is told once. */
export class Pointers {
  readonly #byRole = new Map<Role, Map<SubjectId, Artifact>>();

  set(subject: SubjectId, role: Role, artifact: Artifact): void {
    const known = this.#byRole.get(role);
    if (known) known.set(subject, artifact);
    else this.#byRole.set(role, new Map([[subject, artifact]]));
  }

  get(subject: SubjectId, role: Role): Artifact | undefined {
    return this.#byRole.get(role)?.get(subject);
  }

  /** Take all of these rows. */
  async take(rows: AsyncIterable<CurrentRow> | Iterable<CurrentRow>): Promise<this> {
    for await (const { subject, role, artifact } of rows) this.set(subject, role, artifact);
    return this;
  }
}
